import { DENIAL_FACTS, DENIAL_REASONS } from "../../schema/denial.ts";

const described = (description: string, definition: string): string =>
  `  """\n  ${description}\n  """\n  ${definition}`;

/**
 * The hub's own part of every governed graph (design, section 3: why a field is denied). Officers and their developers
 * read it in the playground, hence its language. Names begin with `Hub`, so that departments hardly ever have them too.
 */
export const OWN_SDL = `
type Query {
  """
  为什么不给：按本平台实际执行的规则，逐字段说明某个查询在某一用途下会得到明文、脱敏还是拒绝，以及原因与申请途径。
  不查询任何部门，不需要任何共享授权，但须登录；计入应用的调用频次，并像试运行一样记入账本。
  """
  whyDenied(
    """
    要询问的 GraphQL 查询文本，受与直接提交时相同的限制
    """
    operation: String!
    """
    用途代码，即直接提交时 x-purpose 请求头的内容
    """
    purpose: String!
    """
    文本含多个操作时，所指操作的名称
    """
    operationName: String
    """
    操作的变量
    """
    variables: HubVariables
  ): HubExplanation

  """
  所需字段：某个查询用到的全部字段坐标，其参数、筛选与排序所透露的字段包括在内，无论变量取何值。不涉及任何授权，也不查询任何部门；
  须登录，计入应用的调用频次，并像试运行一样记入账本。
  """
  neededCoordinates(
    """
    要询问的 GraphQL 查询文本，受与直接提交时相同的限制
    """
    operation: String!
    """
    文本含多个操作时，所指操作的名称
    """
    operationName: String
  ): [ID!]

  """
  登记操作所需：登记一个操作时随其全文一并批准的内容，按本平台现行目录算出。不查询任何部门；须登录，计入应用的调用频次，并像试运行一样记入账本。
  """
  operationFacts(
    """
    要询问的 GraphQL 查询文本，受与直接提交时相同的限制
    """
    operation: String!
  ): HubOperationFacts
}

"""
一个操作的标识与所需
"""
type HubOperationFacts {
  """
  操作标识：sha256: 与全文的 SHA-256
  """
  id: ID!
  """
  所需的全部字段坐标
  """
  coordinates: [ID!]!
  """
  至多可返回的对象数，变量取默认值
  """
  cost: Int!
  """
  依次查询的部门，每次查询一项
  """
  plan: [String!]!
}

"""
操作的变量：以变量名为键的 JSON 对象
"""
scalar HubVariables

"""
对一个查询的说明：用途、授权及逐字段的结果
"""
type HubExplanation {
  """
  用途
  """
  purpose: HubPurpose!
  """
  该用途下有效的共享授权编号
  """
  grants: [ID!]!
  """
  授权内容的散列值（SHA-256），与信封和账本中所记一致
  """
  grant: String!
  """
  目录版本
  """
  policyVersion: String!
  """
  所得数据的最高数据级别；什么也得不到时为空
  """
  level: HubSensitivity
  """
  逐个字段坐标的结果
  """
  coordinates: [HubExplainedCoordinate!]!
  """
  各部门为计算派生字段而读取的字段（可用不可见）
  """
  derived: [HubDerivation!]!
}

"""
用途：代码及其法律依据
"""
type HubPurpose {
  """
  代码
  """
  code: String!
  """
  名称
  """
  name: String!
  """
  法律依据
  """
  basis: String!
}

"""
一个字段坐标的结果
"""
type HubExplainedCoordinate {
  """
  字段坐标，形如 类型.字段
  """
  coordinate: String!
  """
  结果
  """
  outcome: HubOutcome!
  """
  提供部门
  """
  owner: String!
  """
  共享属性
  """
  shareType: HubShareType!
  """
  数据级别
  """
  level: HubSensitivity!
  """
  脱敏方式
  """
  mask: String
  """
  据以提供的共享授权编号
  """
  grants: [ID!]!
  """
  所及行范围：行政区划代码前缀，空串表示不限
  """
  scope: [String!]!
  """
  拒绝的原因；未被拒绝时为空列表
  """
  denials: [HubDenial!]!
}

"""
一条拒绝原因。除原因、说明与路径外，各项只在与该原因有关时给出
"""
type HubDenial {
  """
  原因代码
  """
  reason: HubDenialReason!
  """
  英文说明
  """
  message: String!
  """
  中文说明
  """
  messageZh: String!
  """
  查询中的位置
  """
  path: [String!]!
  """
  申请共享的链接；不予共享的字段没有，未设申请入口的平台也没有
  """
  apply: String
${DENIAL_FACTS.map(({ name, sdl, zh }) => described(zh, `${name}: ${sdl}`)).join("\n")}
}

"""
某部门为计算派生字段而读取的字段
"""
type HubDerivation {
  """
  计算部门
  """
  department: String!
  """
  读取的字段坐标
  """
  coordinates: [String!]!
}

"""
结果
"""
enum HubOutcome {
  """
  明文
  """
  CLEAR
  """
  脱敏
  """
  MASKED
  """
  拒绝
  """
  DENIED
}

"""
共享属性
"""
enum HubShareType {
  """
  无条件共享
  """
  UNCONDITIONAL
  """
  有条件共享
  """
  CONDITIONAL
  """
  不予共享
  """
  NOT_SHARED
}

"""
数据级别，L4 最高
"""
enum HubSensitivity {
  """
  一级
  """
  L1
  """
  二级
  """
  L2
  """
  三级
  """
  L3
  """
  四级
  """
  L4
}

"""
拒绝的原因
"""
enum HubDenialReason {
${DENIAL_REASONS.map(({ reason, title }) => described(title, reason)).join("\n")}
}
`;
