// The editor itself: CodeMirror on the textarea of the form, which stays what is sent.
import { closeBrackets, closeBracketsKeymap, completionKeymap } from '@codemirror/autocomplete';
import { defaultKeymap, history, historyKeymap } from '@codemirror/commands';
import { bracketMatching, indentOnInput, syntaxHighlighting } from '@codemirror/language';
import { lintKeymap } from '@codemirror/lint';
import { EditorState } from '@codemirror/state';
import { EditorView, drawSelection, highlightSpecialChars, keymap, lineNumbers } from '@codemirror/view';
import { classHighlighter } from '@lezer/highlight';
import { sparql } from 'codemirror-lang-sparql';
import { checking } from './checking.js';
import { completing } from './completing.js';
import { replacing } from './replacing.js';
import './styles.js';

/** Put an editor over the textarea of form; what is returned reads and replaces its text. */
export function openEditor(form, announce) {
  const area = form.elements.query;
  const view = new EditorView({ parent: area.parentElement, state: toState(form, area, announce) });
  area.before(view.dom);
  area.hidden = true;
  area.required = false; // a browser cannot point at what is hidden
  const label = document.getElementById('query-label');
  label.removeAttribute('for');
  label.addEventListener('click', () => view.focus());
  document.getElementById('editor-help').hidden = false;
  return {
    text: () => view.state.doc.toString(),
    focus: () => view.focus(),
    replace(text) {
      view.dispatch({
        changes: { from: 0, to: view.state.doc.length, insert: text },
        selection: { anchor: 0 },
        scrollIntoView: true,
        userEvent: 'input.replace',
      });
      view.focus();
    },
  };
}

function toState(form, area, announce) {
  const run = () => {
    form.requestSubmit();
    return true;
  };
  return EditorState.create({
    doc: area.value,
    extensions: [
      lineNumbers(),
      highlightSpecialChars(),
      history(),
      drawSelection(),
      indentOnInput(),
      bracketMatching(),
      closeBrackets(),
      sparql(),
      syntaxHighlighting(classHighlighter),
      completing(form.dataset, announce),
      checking(form.dataset.check, document.getElementById('mistake')),
      replacing,
      EditorView.lineWrapping,
      // Tab is bound to nothing, so that the keyboard gets out.
      keymap.of([
        { key: 'Mod-Enter', run, preventDefault: true },
        ...closeBracketsKeymap,
        ...completionKeymap,
        ...lintKeymap,
        ...historyKeymap,
        ...defaultKeymap,
      ]),
      EditorView.contentAttributes.of({ 'aria-labelledby': 'query-label', 'aria-describedby': 'editor-help mistake' }),
      EditorView.updateListener.of((update) => {
        if (update.docChanged) area.value = update.state.doc.toString();
      }),
    ],
  });
}
