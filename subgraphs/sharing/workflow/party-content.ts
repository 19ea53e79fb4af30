import { partyHash, type PartyContent } from "../../../ledger/grants/statement.ts";
import { Prisma } from "../generated/prisma/client.ts";

/** The hash of what the register says under each of these identifiers now. */
export async function partyHashes(
  register: Pick<Prisma.TransactionClient, "$queryRaw">,
  ids: readonly string[],
): Promise<ReadonlyMap<string, string>> {
  const rows = await register.$queryRaw<(PartyContent & { readonly id: string })[]>`
    select party.id,
      (
        select json_build_object('department', o.department_id, 'roles',
          (select coalesce(json_agg(r.role), '[]') from officer_role r where r.officer_id = o.id))
        from officer o where o.id = party.id
      ) as officer,
      (
        select json_build_object('department', a.department_id, 'onDenied', lower(a.on_denied::text), 'origins', a.origins,
          'keys', a.keys, 'operations', (
            select coalesce(json_agg(json_build_object('id', r.id, 'pinned', r.pinned)), '[]')
            from registered_operation r
            where r.app_id = a.id and r.confirmed_at is not null and r.retired_at is null
          ))
        from app a where a.id = party.id
      ) as app,
      (select json_build_object('area', d.area_code) from department d where d.id = party.id) as department
    from unnest(array[${Prisma.join([...new Set(ids)])}]::text[]) as party(id)`;
  return new Map(rows.map(({ id, ...content }) => [id, partyHash(id, content)]));
}
