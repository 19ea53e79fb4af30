import { Component, type ReactNode } from "react";

interface MishapProps {
  /** Words of the way out. */
  readonly action: string;
  /** The way out; afterwards the children are tried again. */
  readonly mend: () => void;
  readonly children: ReactNode;
}

/** Shows an error of what it holds, with a way out, instead of an empty page: React takes away whatever throws. */
export class Mishap extends Component<MishapProps, { readonly words: string | null }> {
  override readonly state: { readonly words: string | null } = { words: null };

  static getDerivedStateFromError(error: unknown): { readonly words: string } {
    return { words: wordsOf(error) };
  }

  override render(): ReactNode {
    if (this.state.words === null) return this.props.children;
    const { action, mend } = this.props;
    return (
      <section className="hub-mishap" role="alert">
        <p>页面的这一部分出错，未能显示：</p>
        <pre>{this.state.words}</pre>
        <button
          type="button"
          onClick={() => {
            mend();
            this.setState({ words: null });
          }}
        >
          {action}
        </button>
      </section>
    );
  }
}

/** The words of an error, whatever was thrown. */
export function wordsOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
