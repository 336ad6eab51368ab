// Text typed over other text, or of several lines, put in by the editor itself. Left to the browser, Chromium keeps the
// looks of what was there by style attributes, which the site's policy of security forbids.
import { EditorView } from '@codemirror/view';

/** An extension that does so. */
export const replacing = EditorView.domEventHandlers({
  beforeinput(event, view) {
    const { state } = view;
    const { from, to } = state.selection.main;
    const isPlain = from === to && !event.data?.includes('\n');
    if (event.inputType !== 'insertText' || !event.data || view.composing || isPlain) return false;
    event.preventDefault();
    const insert = () => state.update(state.replaceSelection(event.data), { userEvent: 'input.type', scrollIntoView: true });
    // What else handles typing, such as the pairing of brackets, comes first, as it would have.
    const handled = state.facet(EditorView.inputHandler).some((handle) => handle(view, from, to, event.data, insert));
    if (!handled) view.dispatch(insert());
    return true;
  },
});
