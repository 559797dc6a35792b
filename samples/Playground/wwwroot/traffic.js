// The middle column: each exchange as an arrow between the three systems, the switches for failures, and the bridge itself.
import { get, post } from './api.js';
import { byId, el, formatTime, stickToEnd } from './dom.js';

const maxExchanges = 400;
const endings = { agent: 'by agents', client: 'by clients', idle: 'by nobody', returned: 'back to the bot', deleted: 'by deletion', unknown: 'unknown' };
const columns = { JAICP: 0, Bridge: 1, Zendesk: 2 };

export function startTraffic() {
  const [list, faults, refusing, kill] = ['exchanges', 'faults', 'refusing-ticket', 'kill-bridge'].map(byId);
  let ticket = null; // the ticket that is open at the agent's desk
  let shown = null;
  stickToEnd(list);
  clear();

  byId('clear-traffic').addEventListener('click', clear);
  kill.addEventListener('click', () => {
    showBridge(false);
    post('/api/bridge/kill').finally(refreshBridge);
  });
  faults.addEventListener('change', event => {
    post(`/api/faults/${event.target.name}`, { on: event.target.checked, ticketId: ticket }).then(showFaults, refreshFaults);
  });

  function clear() {
    list.replaceChildren(el('li', { class: 'empty' }, 'No requests yet.'));
  }

  function add(exchange) {
    list.querySelector('.empty')?.remove();
    list.append(createRow(exchange));
    while (list.children.length > maxExchanges)
      list.firstElementChild.remove();
  }

  function createRow(exchange) {
    const left = Math.min(columns[exchange.from], columns[exchange.to]);
    const toRight = columns[exchange.to] > columns[exchange.from];
    const failed = exchange.status === null || exchange.status >= 400;
    const classes = ['exchange', left === 0 ? 'jaicp' : 'zendesk', failed && 'failed', exchange.method === 'GET' && 'reading'];
    return el('li', { class: classes.filter(Boolean).join(' ') },
      el('span', { class: `arrow ${left === 0 ? 'left' : 'right'} ${toRight ? 'forth' : 'back'}`, role: 'img', 'aria-label': `${exchange.from} to ${exchange.to}` }),
      el('div', { class: 'what' },
        el('p', {}, exchange.summary || `${exchange.method} ${exchange.path}`),
        el('p', { class: 'detail' },
          el('b', {}, exchange.status ?? 'no answer'),
          el('code', { title: exchange.path }, `${exchange.method} ${shortenPath(exchange.path)}`),
          el('span', {}, `${exchange.milliseconds} ms`),
          el('time', { datetime: exchange.at }, formatTime(exchange.at)))));
  }

  // Chats and tickets stay: the bridge continues where it was killed.
  async function refreshBridge() {
    const bridge = await get('/api/bridge');
    showBridge(bridge.isRunning);
    byId('admin-link').href = bridge.adminUrl;
    byId('reports-link').href = bridge.reportsUrl;
    byId('admin-key').textContent = bridge.adminKey;
    showFigures((await get('/api/bridge/reports')).total);
    if (bridge.requestTracker)
      showRequestTracker(bridge.requestTracker);
  }

  // What the bridge reports of all chats, in one line. Its own page has the charts.
  function showFigures(total) {
    const figures = byId('figures');
    figures.hidden = !total?.conversations;
    if (figures.hidden)
      return;
    const ends = Object.entries(total.endedBy).filter(([, count]) => count > 0).map(([by, count]) => `${count} ${endings[by]}`);
    figures.textContent = [
      `Reports: ${total.conversations} ${total.conversations === 1 ? 'chat' : 'chats'}, ${total.open} open`,
      total.firstReply.count > 0 && `first reply after ${Math.round(total.firstReply.medianSeconds)} s`,
      ends.length > 0 && `ended ${ends.join(', ')}`,
      total.ratings.count > 0 && `rated ${total.ratings.average}`,
    ].filter(Boolean).join(' · ');
  }

  // The agent's desk is Request Tracker's own page. What stands here for the simulated Zendesk is of no use then.
  function showRequestTracker(desk) {
    document.body.classList.add('with-request-tracker');
    byId('about').textContent = 'The real bridge, between a simulated JAICP and a real Request Tracker. Nothing leaves this machine.';
    byId('desk-system').textContent = 'RT';
    byId('real-desk').hidden = false;
    byId('real-desk-link').href = desk.url;
    byId('real-desk-name').textContent = desk.agentName;
    byId('real-desk-password').textContent = desk.agentPassword;
  }

  function showBridge(isRunning) {
    kill.disabled = !isRunning;
    kill.textContent = isRunning ? 'kill -9 the bridge' : 'killed; it starts again …';
  }

  async function refreshFaults() {
    showFaults(await get('/api/faults'));
  }

  function showFaults(state) {
    shown = state;
    for (const box of faults.querySelectorAll('input'))
      box.checked = box.name === 'refuseTicket' ? state.refusingTickets.includes(ticket) : state[box.name];
  }

  // One of the switches is for the open ticket only.
  function setTicket(id) {
    if (ticket === id)
      return;
    ticket = id;
    refusing.textContent = id === null ? 'This ticket refuses' : `#${id} refuses`;
    faults.elements.refuseTicket.disabled = id === null;
    if (shown)
      showFaults(shown);
  }

  return { add, clear, refreshFaults, refreshBridge, setTicket };
}

// All paths of a system start with the same prefix, which is shortened.
function shortenPath(path) {
  return decodeURIComponent(path)
    .replace('/chatadapter/chatapi/webhook/operatorapi/', '…/operatorapi/')
    .replace(/^\/api\/v2/, '');
}
