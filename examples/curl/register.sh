#!/usr/bin/env bash
# From an app that nobody knows to a grant in force, by curl: what officers of three departments do in the playground, step by step.
# They are the demo's, on a hub that `npm start` serves. bash, curl and jq are needed.
set -euo pipefail
cd "$(dirname "$0")/../.."
: "${HUB:=http://127.0.0.1:4000}"
# The app's key, which never leaves this machine, and the web origin whose pages may ask as it.
: "${KEY:=.hub/site-overview}"
: "${ORIGIN:=http://127.0.0.1:5173}"
# Prints a token of an officer. In a city that is what the officer's own login gives.
: "${OFFICER_TOKEN:=npm run --silent token -- --hub $HUB}"

# as APP OFFICER DOCUMENT VARIABLES: one request of an officer's; prints the answer, and ends over an error in it.
as() {
  curl --silent --show-error "$HUB/graphql" \
    --header "authorization: Bearer $($OFFICER_TOKEN --app "$1" --officer "$2")" --header "x-purpose: DATA_SHARING" \
    --header "content-type: application/json" --data "$(jq -n --arg query "$3" --argjson variables "$4" '{$query, $variables}')" |
    jq --exit-status 'if .errors then (.errors | map(.message) | join("\n") | halt_error(1)) else .data end'
}

# 1. The app's key. jwks.json is its public half.
[ -e "$KEY/jwks.json" ] || npm run --silent keys -- app "$KEY" >/dev/null

# 2. A security administrator registers the app with it; another one confirms the key by its thumbprint.
proposed=$(as data-administration-office demo-founder 'mutation ($keys: String!, $origins: [String!]) {
  registerApp(id: "site-overview", department: "human-resources", name: "工地一览", keys: $keys, origins: $origins) { proposedKeys }
}' "$(jq --compact-output --null-input --arg keys "$(cat "$KEY/jwks.json")" --arg origin "$ORIGIN" '{$keys, origins: [$origin]}')")
keys=$(jq --compact-output .registerApp.proposedKeys <<<"$proposed")
if [ "$keys" != '[]' ]; then
  as data-administration-office demo-security-administrator.data-administration 'mutation ($keys: [String!]!) {
    confirmKeys(app: "site-overview", keys: $keys) { keys }
  }' "{\"keys\": $keys}"
fi

# 3. The department's applicant applies for what the operation needs and the app lacks: the names of people masked, the rest as it is.
applicant=(human-resources-office demo-applicant.human-resources)
needed=$(as "${applicant[@]}" 'query ($operation: String!) { neededCoordinates(operation: $operation) }' \
  "$(jq --null-input --rawfile operation examples/sites.graphql '{$operation}')" | jq --compact-output .neededCoordinates)
form=$(as "${applicant[@]}" 'query ($coordinates: [ID!]!) {
  applicationForm(coordinates: $coordinates, app: "site-overview", purpose: "SITE_OVERVIEW") { standing item { coordinate share mask } }
}' "{\"coordinates\": $needed}" | jq '[.applicationForm[] | select(.standing == "MISSING") | .item
  | {coordinate, share, outcome: (if .mask then "MASKED" else "CLEAR" end)}]')
items=$(jq --compact-output 'map({coordinate, outcome})' <<<"$form")
if [ "$items" = '[]' ]; then
  echo "Nothing is missing: it is granted, or applied for and under way."
  exit
fi
# A person's name, masked or not, is personal information: both sides assess what its use means, before it is asked for and before it is given
# (个人信息保护法第五十五条). The report stays with the department; the workflow keeps its number and hash.
assessment() { # DEPARTMENT NUMBER
  jq --null-input --compact-output --arg by "$1" --arg number "$2" --arg day "$(TZ=Asia/Shanghai date +%F)" \
    --arg sha256 "$(echo "$1 $2" | sha256sum | cut -d ' ' -f 1)" '{
      necessity: "监察须知项目经理为何人，姓氏即可，姓名脱敏", influence: "误用可能打扰当事人，风险低", measures: "限监察人员，逐次留痕",
      assessedBy: $by, assessedOn: $day, report: { reference: $number, $sha256 } }'
}
application=$(as "${applicant[@]}" 'mutation ($input: ApplicationInput!) { submitApplication(input: $input) { id } }' "{ \"input\": {
  \"app\": \"site-overview\", \"purposeCode\": \"SITE_OVERVIEW\", \"purposeName\": \"在建工地一览\",
  \"legalBasis\": \"保障农民工工资支付条例第三十八条\", \"scenario\": \"劳动保障监察前了解在建工地\",
  \"usageScope\": \"限劳动保障监察人员\", \"rowScope\": [\"4111\"], \"sharingMethod\": \"INTERFACE\",
  \"obligations\": \"不转交他人，用毕即删\", \"assessment\": $(assessment 人社信息中心 '评估〔2026〕1号'),
  \"validTo\": \"2027-12-31T16:00:00Z\", \"items\": $items } }" | jq --raw-output .submitApplication.id)

# 4. The head of the department's sharing body consents, and the application goes to the provider.
as human-resources-office demo-reviewer.human-resources 'mutation ($id: ID!) { consentToApplication(application: $id) { state } }' \
  "{\"id\": \"$application\"}"

# 5. What is shared without conditions is given by rule. The provider's data owner decides the other items, the head of its sharing body confirms, and the owner brings the grant into force.
as housing-office demo-owner.housing 'mutation ($id: ID!, $decisions: [ItemVerdictInput!]!, $assessment: ImpactAssessmentInput) {
  decideItems(application: $id, decisions: $decisions, assessment: $assessment) { state }
}' "{\"id\": \"$application\", \"assessment\": $(assessment 住建信息中心 '评估〔2026〕2号'), \"decisions\": $(
  jq 'map(select(.share == "CONDITIONAL") | {coordinate, decision: .outcome})' <<<"$form"
)}"
grants=$(as housing-office demo-reviewer.housing 'mutation ($id: ID!) {
  confirmDecision(application: $id, note: "同意") { grants { id state } }
}' "{\"id\": \"$application\"}" | jq --raw-output '.confirmDecision.grants[] | select(.state != "ACTIVE") | .id')
for grant in $grants; do
  as housing-office demo-owner.housing 'mutation ($id: ID!) { activateGrant(grant: $id) { id state validTo } }' "{\"id\": \"$grant\"}"
done
