/** The text of `--help`. */
export const usage = `Serves a federation 2 supergraph.

  shali-hub gateway --supergraph FILE [--port 4000] [--host 127.0.0.1] [--playground FOLDER]
                    [--grants FILE | --grants-database URL] [--jwks FILE ...]

  --supergraph FILE    the supergraph's SDL (default: HUB_SUPERGRAPH); reloaded when the file changes. The hub comes with that of
                       its departments, schema/supergraph.departments.graphql; sources that are joined are composed into one's own
  --port N             port to listen on (default: PORT, else 4000; 0 takes a free one)
  --host HOST          address to listen on (default 127.0.0.1)
  --workers N|auto     processes that share the port, auto for one on each core (default 1); one that ends is started again.
                       With grants they share --counters, as several hosts do
  --tls-cert FILE      certificate with which apps are answered over TLS (PEM, with those up to its authority). This file and the next
                       ones are followed: a changed one is used without a restart, at the latest two seconds later, or at SIGHUP
  --tls-key FILE       its key, readable by its owner alone
  --tls-ca FILE        authority of the departments' certificates: a department without one of its is not asked
  --tls-client-cert FILE, --tls-client-key FILE  what departments are shown (default: --tls-cert)
  --upstream NAME=URL  where a subgraph is, instead of what the supergraph says; repeatable
  --playground FOLDER  built files that browsers get at /graphql
  --apply URL          where one applies for a denied field: each denial's link is this with its coordinate and purpose
                       (default: the playground's form, /apply; without a playground no link)

Field-level authorization (off, for public graphs only, unless grants are given in one of these ways):
  --grants FILE        grants.yaml; read again when it changes
  --grants-database URL  the sharing workflow's PostgreSQL; changes arrive within a second, and nothing is granted
                       once it has been silent for 10 seconds. HUB_GRANTS_DATABASE keeps a password off the command line
  --sharing-key KEY    verifier key of the sharing workflow, line or file (its sharing.pub); repeatable. With a ledger and the
                       workflow's database: only grants are served whose content it has signed in the ledger
  --overlay FILE       overlay.yaml: classifies what carries no directives
  --jwks FILE|URL      keys of the token issuer; with --token-key it may be left out: then the hub's own tokens alone are accepted
  --oidc URL           OpenID Connect issuer, instead of --jwks
  --issuer TEXT        the \`iss\` that tokens must have
  --revocations FILE   ids of revoked tokens, one a line
  --envelope-key DIR   folder of the key that signs envelopes (made on first use); subgraphs verify with its jwks.json

  --token-key DIR      folder of the key that signs the hub's own tokens (made on first use; default: HUB_TOKEN_KEY), one for all gateways: apps
                       get tokens at /oauth/token by the keys that the register has of them. With --grants-database
  --token-issuer URL   the address under which apps reach the hub, such as https://hub.luohe.example: the \`iss\` of these tokens
  --provider FILE      the city's OpenID provider, YAML: \`issuer\`, \`jwks\` (discovered unless given), \`audience\`, and \`claims\` that names
                       its claims for \`officer\` and \`division\`, and \`logins\` the claim with a citizen's (\`subject\`) or a firm's
                       (\`enterprise\`) login and the department that knows whose it is. Apps exchange its tokens for the hub's

  --mcp URL            language models reach the hub at POST /mcp; URL is the address under which they do, such as
                       https://hub.luohe.example. With grants: an agent asks as the app whose token it carries

  --seal-key FOLDER    the hub's keys, made by \`shali-hub keys\` (default: HUB_SEAL_KEYS): each fetch is sealed for its department, and
                       only the answer that is sealed for it is used
  --department-key NAME=FILE  a department's public keys; repeatable (default: HUB_DEPARTMENT_KEYS, separated by commas)
  --unsealed NAME      a department without a key, and that is meant: a captured fetch can be repeated there; repeatable.
                       With grants, every department of the supergraph is named in one of the two ways, or the start is refused

What is recorded (with grants; nothing leaves without its record):
  --ledger URL         the ledger's PostgreSQL (default: DATABASE_URL_LEDGER, which keeps a password off the command line)
  --ledger-key FILE    the log's secret key, made once by \`shali-hub ledger key ORIGIN DIRECTORY\`: with it this gateway stands for
                       election to sign checkpoints. Give it to every gateway; without it this one records and does not sign
  --ledger-origin TEXT the log's name (default: the key's, else the one that the database holds)
  --ledger-former-key KEY   verifier key, line or file, that signed this log before; repeatable
  --ledger-sm2-key FILE     SM2 key of a second signature line (\`shali-hub ledger key ORIGIN DIRECTORY --sm2\`)
  --ledger-witness URL=KEY  a witness and its verifier key, line or file; repeatable
  --ledger-pseudonym-key FILE   records subjects under keyed pseudonyms: for graphs whose people are not keyed by one already
  --no-ledger          nothing is recorded, and that is meant: no warning at the start

  --crypto gm          national algorithms alone (default: HUB_CRYPTO): tokens, envelopes, seals and apps' keys of SM2, a ledger in SM3 with an
                       SM2 line. A key of another kind is refused; without it the kind of each key decides

  --counters URL       PostgreSQL that keeps callers' quotas and rates, for several gateways (default: HUB_COUNTERS_URL,
                       else the grants' database; with --grants FILE this gateway counts alone). \`memory\` counts alone

  --help               this text

OTEL_EXPORTER_OTLP_ENDPOINT turns on OpenTelemetry traces; LOG_LEVEL sets the log's level.`;
