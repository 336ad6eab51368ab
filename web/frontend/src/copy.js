// Gives each field with data-copy a button that copies what it holds, and says so to those who listen.
for (const field of document.querySelectorAll('input[data-copy]')) {
  const button = document.createElement('button');
  button.type = 'button';
  button.className = 'btn copy';
  button.textContent = 'Copy';
  const said = document.createElement('span');
  said.className = 'vh';
  said.setAttribute('role', 'status');
  button.addEventListener('click', async () => {
    field.select();
    try {
      await navigator.clipboard.writeText(field.value);
    } catch {
      document.execCommand('copy'); // pages without TLS have no clipboard
    }
    button.textContent = 'Copied';
    said.textContent = 'Copied';
    setTimeout(() => {
      button.textContent = 'Copy';
      said.textContent = '';
    }, 2000);
  });
  field.after(button, said);
}
