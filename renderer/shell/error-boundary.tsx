import { Component, type ReactNode } from 'react';
import i18next from 'i18next';
import { FailureNote } from '../widgets/failure-note';

/** A bug in one panel stays in that panel. */
export class ErrorBoundary extends Component<{ children: ReactNode }, { bug: Error | undefined }> {
  override state: { bug: Error | undefined } = { bug: undefined };

  static getDerivedStateFromError(bug: Error) {
    return { bug };
  }

  override render() {
    const { bug } = this.state;
    if (bug === undefined) return this.props.children;
    const failure = {
      code: 'internal',
      message: i18next.t('common.panelBug'),
      detail: bug.stack ?? bug.message,
    };
    return (
      <div className="pad">
        <FailureNote failure={failure}>
          <button className="button small" onClick={() => this.setState({ bug: undefined })}>
            {i18next.t('common.retry')}
          </button>
        </FailureNote>
      </div>
    );
  }
}
