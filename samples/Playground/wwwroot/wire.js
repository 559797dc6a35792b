// The middle: each exchange as an arrow between the three parties, and the switches that make trouble.
import { get, post } from './api.js';
import { byId, clock, el, stickToEnd } from './dom.js';

const kept = 400;
const lanes = { JAICP: 0, Bridge: 1, Zendesk: 2 };

export function startWire() {
  const [list, faults] = ['exchanges', 'faults'].map(byId);
  stickToEnd(list);
  clear();

  byId('clear-wire').addEventListener('click', clear);
  faults.addEventListener('change', event => post(`/api/faults/${event.target.name}`, { on: event.target.checked }).then(showFaults));

  function clear() {
    list.replaceChildren(el('li', { class: 'empty' }, 'Quiet so far.'));
  }

  function add(exchange) {
    list.querySelector('.empty')?.remove();
    list.append(row(exchange));
    while (list.children.length > kept)
      list.firstElementChild.remove();
  }

  function row(exchange) {
    const left = Math.min(lanes[exchange.from], lanes[exchange.to]);
    const toRight = lanes[exchange.to] > lanes[exchange.from];
    const failed = exchange.status === null || exchange.status >= 400;
    const classes = ['exchange', left === 0 ? 'jaicp' : 'zendesk', failed && 'failed', exchange.method === 'GET' && 'reading'];
    return el('li', { class: classes.filter(Boolean).join(' ') },
      el('span', { class: `arrow ${left === 0 ? 'left' : 'right'} ${toRight ? 'forth' : 'back'}`, role: 'img', 'aria-label': `${exchange.from} to ${exchange.to}` }),
      el('div', { class: 'what' },
        el('p', {}, exchange.summary || `${exchange.method} ${exchange.path}`),
        el('p', { class: 'detail' },
          el('b', {}, exchange.status ?? 'no answer'),
          el('code', { title: exchange.path }, `${exchange.method} ${shorten(exchange.path)}`),
          el('span', {}, `${exchange.milliseconds} ms`),
          el('time', { datetime: exchange.at }, clock(exchange.at)))));
  }

  async function refreshFaults() {
    showFaults(await get('/api/faults'));
  }

  function showFaults(state) {
    for (const box of faults.querySelectorAll('input'))
      box.checked = state[box.name];
  }

  return { add, clear, refreshFaults };
}

// The paths of one system all begin alike: the end is what tells them apart.
function shorten(path) {
  return decodeURIComponent(path)
    .replace('/chatadapter/chatapi/webhook/operatorapi/', '…/operatorapi/')
    .replace(/^\/api\/v2/, '');
}
