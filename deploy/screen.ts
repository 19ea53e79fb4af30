import type { Hub } from "./hub.ts";

/** What a newcomer sees when the hub is up: where to go and one line that works when pasted. */
export const screen = ({ url, subgraphs }: Pick<Hub, "url" | "subgraphs">): string => {
  const question = JSON.stringify({
    query: '{ constructionProjects(division: "4111", first: 3) { edges { node { code name status } } } }',
  });
  return `
沙澧数据共享枢纽  Shali Hub

  Playground   ${url}/graphql
  GraphQL      ${url}/graphql
  Health       ${url}/healthz  ${url}/readyz  ${url}/metrics
  部门 Departments
${subgraphs.map((subgraph) => `    ${subgraph.name.padEnd(16)} ${subgraph.url}`).join("\n")}

  Try it:
  curl -s ${url}/graphql -H 'content-type: application/json' -d '${question}'

Ctrl-C stops everything.`;
};
