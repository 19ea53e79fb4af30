import { buildSubgraphSchema } from "@apollo/subgraph";
import { composeServices } from "@theguild/federation-composition";
import { type GraphQLSchema, parse } from "graphql";

/** Factor on the rows of the graph; at 1 the benchmark's operation answers about 93 KB. */
export interface GraphSize {
  readonly factor: number;
}

interface User {
  readonly id: string;
  readonly name: string;
  readonly username: string;
}
interface Product {
  readonly upc: string;
  readonly name: string;
  readonly price: number;
  readonly weight: number;
  readonly inStock: boolean;
}
interface Review {
  readonly id: string;
  readonly body: string;
  readonly author: User;
  readonly product: Product;
}

const usersAtOne = 6;
const productsAtOne = 9;
const reviewsPerUser = 4;

const words = "works as described and arrived on time though the box was dented and the manual is missing a page".split(
  " ",
);

const sentence = (seed: number): string =>
  Array.from({ length: 14 + (seed % 7) }, (_, at) => words[(seed * 7 + at * 3) % words.length]).join(" ");

/** Rows that repeat from run to run; twice the factor is twice the rows with the same number of reviews each. */
const rowsOf = ({ factor }: GraphSize) => {
  const users = Array.from({ length: usersAtOne * factor }, (_, at): User => ({
    id: `u${at + 1}`,
    name: `Person Number ${at + 1}`,
    username: `person-${at + 1}`,
  }));
  const products = Array.from({ length: productsAtOne * factor }, (_, at): Product => ({
    upc: `p${at + 1}`,
    name: `Product Number ${at + 1}`,
    price: 500 + at * 37,
    weight: 100 + at * 13,
    inStock: at % 3 !== 0,
  }));
  const reviews = users.flatMap((author, at) =>
    Array.from({ length: reviewsPerUser }, (_, nth): Review => {
      const number = at * reviewsPerUser + nth;
      const product = products[number % products.length] as Product;
      return { id: `r${number + 1}`, body: sentence(number), author, product };
    }),
  );
  return { users, products, reviews };
};

const typeDefs = {
  accounts: `type Query { me: User user(id: ID!): User users: [User] } type User @key(fields: "id") { id: ID! name: String username: String }`,
  inventory: `type Product @key(fields: "upc") { upc: String! weight: Int @external price: Int @external inStock: Boolean shippingEstimate: Int @requires(fields: "price weight") }`,
  products: `type Query { topProducts(first: Int = 5): [Product] } type Product @key(fields: "upc") { upc: String! name: String price: Int weight: Int }`,
  reviews: `type Review @key(fields: "id") { id: ID! body: String author: User @provides(fields: "username") product: Product } type User @key(fields: "id") { id: ID! username: String @external numberOfReviews: Int reviews: [Review] } type Product @key(fields: "upc") { upc: String! reviews: [Review] }`,
};

const federation = `extend schema @link(url: "https://specs.apollo.dev/federation/v2.3", import: ["@key", "@external", "@requires", "@provides"])\n`;

/** Names of the four subgraphs. */
const subgraphNames = Object.keys(typeDefs) as readonly (keyof typeof typeDefs)[];

/** The supergraph, with each subgraph at the URL given for it. */
export function supergraphOf(urls: Readonly<Record<string, string>>): string {
  const { supergraphSdl, errors } = composeServices(
    subgraphNames.map((name) => ({ name, url: urls[name] ?? "", typeDefs: parse(federation + typeDefs[name]) })),
  );
  if (!supergraphSdl) throw new Error(errors?.map(({ message }) => message).join("\n"));
  return supergraphSdl;
}

/** The four subgraphs, executable: what the stubs record their answers from. */
export function subgraphsOf(size: GraphSize): ReadonlyMap<string, GraphQLSchema> {
  const { users, products, reviews } = rowsOf(size);
  const userById = new Map(users.map((user) => [user.id, user]));
  const productByUpc = new Map(products.map((product) => [product.upc, product]));
  const resolvers: Record<string, object> = {
    accounts: {
      Query: { me: () => users[0], users: () => users },
      User: { __resolveReference: ({ id }: User) => userById.get(id) },
    },
    inventory: {
      Product: {
        __resolveReference: (reference: Product) => ({ ...productByUpc.get(reference.upc), ...reference }),
        shippingEstimate: ({ price, weight }: Product) => (price > 1000 ? 0 : Math.round(weight / 2)),
      },
    },
    products: {
      Query: { topProducts: (_: unknown, { first }: { first: number }) => products.slice(0, first) },
      Product: { __resolveReference: ({ upc }: Product) => productByUpc.get(upc) },
    },
    reviews: {
      User: {
        __resolveReference: ({ id }: User) => userById.get(id),
        reviews: ({ id }: User) => reviews.filter(({ author }) => author.id === id),
        numberOfReviews: ({ id }: User) => reviews.filter(({ author }) => author.id === id).length,
      },
      Product: {
        __resolveReference: ({ upc }: Product) => productByUpc.get(upc),
        reviews: ({ upc }: Product) => reviews.filter(({ product }) => product.upc === upc),
      },
    },
  };
  return new Map(
    subgraphNames.map((name) => [
      name,
      buildSubgraphSchema({ typeDefs: parse(federation + typeDefs[name]), resolvers: resolvers[name] as never }),
    ]),
  );
}

/** The benchmark's operation. */
export function operationOf({ factor }: GraphSize): string {
  return `
  fragment User on User { id username name }
  fragment Review on Review { id body }
  fragment Product on Product { inStock name price shippingEstimate upc weight }
  query TestQuery {
    users { ...User reviews { ...Review product { ...Product reviews { ...Review author { ...User reviews { ...Review product { ...Product } } } } } } }
    topProducts(first: ${5 * factor}) { ...Product reviews { ...Review author { ...User reviews { ...Review product { ...Product } } } } }
  }
`;
}
