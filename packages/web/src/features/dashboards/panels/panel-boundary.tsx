import { Component, type ReactNode } from 'react';
import { errorMessage } from '../../../controls/notice.js';

/** A panel whose JSON leads to a bug shows it in its own place; the others live on. */
export class PanelBoundary extends Component<
  { readonly message: string; readonly children: ReactNode },
  { readonly error: unknown }
> {
  override state: { readonly error: unknown } = { error: undefined };

  static getDerivedStateFromError(error: unknown): { readonly error: unknown } {
    return { error };
  }

  override render(): ReactNode {
    if (this.state.error === undefined) return this.props.children;
    return (
      <div className="dash-box" role="alert">
        <b>{this.props.message}</b>
        <code>{errorMessage(this.state.error)}</code>
      </div>
    );
  }
}
