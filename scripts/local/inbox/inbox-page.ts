/** The inbox as a page: one file, nothing from elsewhere; it asks `/inbox.json` every two seconds. */
export const INBOX_PAGE = `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>CarvOS inbox</title>
<style>
  :root { color-scheme: light dark; --line: color-mix(in srgb, currentColor 18%, transparent); --good: #157f3b; --bad: #b42318; }
  @media (prefers-color-scheme: dark) { :root { --good: #4ade80; --bad: #f97066; } }
  body { font: 16px/1.5 system-ui, sans-serif; margin: 0 auto; max-width: 60rem; padding: 1.5rem 1rem 4rem; }
  h1 { font-size: 1.4rem; margin: 0; }
  p { margin: .25rem 0 1rem; }
  article { border: 1px solid var(--line); border-radius: .5rem; margin: 0 0 .75rem; padding: .75rem 1rem; }
  header { display: flex; flex-wrap: wrap; gap: .25rem 1rem; align-items: baseline; }
  header strong { font-size: 1.05rem; }
  time, .reference { color: color-mix(in srgb, currentColor 70%, transparent); font-size: .875rem; }
  .reference { overflow-wrap: anywhere; }
  .good { color: var(--good); } .bad { color: var(--bad); }
  pre { overflow: auto; margin: .5rem 0 0; font-size: .8125rem; }
  summary { cursor: pointer; font-size: .875rem; }
  code, article a { font-size: .875rem; overflow-wrap: anywhere; }
</style>
</head>
<body>
<h1>CarvOS inbox</h1>
<p>Webhooks that CarvOS delivered here, newest first. Each signature is checked with the outgoing secret.</p>
<p>Nobody sends mails on this machine: those with a link for setting a password are shown here too.</p>
<p id="state" role="status">Loading …</p>
<main>
<div id="mails"></div>
<div id="messages"></div>
</main>
<template id="mail">
  <article class="mail">
    <header><strong></strong><span class="address"></span><time></time></header>
    <a></a>
  </article>
</template>
<template id="message">
  <article>
    <header><strong></strong><span class="verdict"></span><span class="answered"></span><time></time></header>
    <div class="reference"></div>
    <details open><summary>Body</summary><pre class="body"></pre></details>
    <details><summary>Headers</summary><pre class="headers"></pre></details>
  </article>
</template>
<script>
  const state = document.getElementById('state');
  const list = document.getElementById('messages');
  const mailList = document.getElementById('mails');
  const template = document.getElementById('message');
  const mailTemplate = document.getElementById('mail');
  let shown = '';

  function pretty(text) {
    try { JSON.parse(text); } catch { return text; }
    // Indented by hand, so that numbers stay as they were written.
    let depth = 0, out = '', inString = false;
    for (let i = 0; i < text.length; i += 1) {
      const c = text[i];
      if (inString) { out += c; if (c === '\\\\') { i += 1; out += text[i]; } else if (c === '"') inString = false; continue; }
      if (c === '"') { inString = true; out += c; }
      else if ('{['.includes(c)) { out += c; if (!'}]'.includes(text[i + 1])) { depth += 1; out += '\\n' + '  '.repeat(depth); } }
      else if ('}]'.includes(c)) { if (!'{['.includes(text[i - 1])) { depth -= 1; out += '\\n' + '  '.repeat(depth); } out += c; }
      else if (c === ',') out += c + '\\n' + '  '.repeat(depth);
      else if (c === ':') out += ': ';
      else out += c;
    }
    return out;
  }

  function showTime(node, text) {
    const time = node.querySelector('time');
    time.dateTime = time.title = text;
    time.textContent = new Date(text).toLocaleString();
  }

  function renderMail({ sent_at, email, link }) {
    const node = mailTemplate.content.cloneNode(true);
    node.querySelector('strong').textContent = 'Mail: set your password';
    node.querySelector('.address').textContent = 'to ' + email;
    showTime(node, sent_at);
    const anchor = node.querySelector('a');
    anchor.href = anchor.textContent = link;
    return node;
  }

  function render(message) {
    const node = template.content.cloneNode(true);
    node.querySelector('strong').textContent = message.event ?? 'not a CarvOS webhook';
    const verdict = node.querySelector('.verdict');
    verdict.textContent = message.verified ? '\\u2713 signature valid' : '\\u2717 signature ' + message.signature_verdict;
    verdict.classList.add(message.verified ? 'good' : 'bad');
    node.querySelector('.answered').textContent = 'answered ' + message.answered_status;
    showTime(node, message.received_at);
    node.querySelector('.reference').textContent = 'reference id ' + (message.reference_id ?? '\\u2013');
    node.querySelector('.body').textContent = pretty(message.raw_body);
    node.querySelector('.headers').textContent =
      Object.entries(message.headers).map(([name, value]) => name + ': ' + value).join('\\n');
    return node;
  }

  async function refresh() {
    try {
      const response = await fetch('/inbox.json?limit=50', { cache: 'no-store' });
      const text = await response.text();
      if (text !== shown) {
        shown = text;
        const { data: messages, truncated, mails } = JSON.parse(text);
        mailList.replaceChildren(...mails.map(renderMail));
        list.replaceChildren(...messages.map(render));
        state.textContent = messages.length === 0
          ? 'Nothing yet. Push a candidate with the curl command from the README, and its webhook appears here.'
          : truncated
            ? 'The newest ' + messages.length + ' are shown. There are older ones that are not.'
            : messages.length + ' received.';
      }
    } catch {
      shown = '';
      state.textContent = 'CarvOS does not answer. Is it still running?';
    }
    setTimeout(refresh, 2000);
  }
  refresh();
</script>
</body>
</html>
`;
