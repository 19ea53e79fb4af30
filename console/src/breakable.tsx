import { Fragment } from "react";

/** A coordinate or a path, which may break before its dots and nowhere else. */
export function Breakable({ code }: { readonly code: string }) {
  return code.split(/(?=\.)/).map((part, index) => (
    <Fragment key={index}>
      {index > 0 && <wbr />}
      {part}
    </Fragment>
  ));
}
