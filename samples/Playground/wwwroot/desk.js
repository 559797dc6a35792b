// The agent's side: the list of tickets, the open ticket's thread, and what an agent does with it.
import { get, post, postRaw } from './api.js';
import { attachment, byId, clearing, clock, complain, el, stickToEnd, submitOnEnter } from './dom.js';

export function startDesk() {
  const [list, head, thread, problem, reply, text, agent, file, agents] =
    ['tickets', 'ticket-head', 'thread', 'desk-problem', 'reply', 'reply-text', 'agent', 'agent-file', 'agents'].map(byId);
  let open = null;
  let newest = null;
  const shown = {};

  stickToEnd(thread);
  reply.addEventListener('submit', event => {
    event.preventDefault();
    send(event.submitter?.value ?? 'reply');
  });
  submitOnEnter(text, () => send('reply'));
  file.addEventListener('change', nameFile);
  for (const button of reply.querySelectorAll('[data-status]'))
    button.addEventListener('click', () => run(post(`/api/desk/tickets/${open}/status`, { status: button.dataset.status })));

  function send(kind) {
    if (!text.value.trim() && file.files.length === 0) {
      text.focus();
      return;
    }
    const form = new FormData();
    form.set('text', text.value.trim());
    form.set('kind', kind);
    form.set('agent', agent.value);
    if (file.files.length > 0)
      form.set('file', file.files[0]);
    clearing(text, async () => {
      const done = await run(postRaw(`/api/desk/tickets/${open}/reply`, form));
      if (done) {
        file.value = '';
        nameFile();
      }
      return done;
    });
  }

  async function refresh() {
    const desk = await get('/api/desk');
    // A new ticket opens itself, unless the agent is in the middle of a sentence.
    const latest = desk.tickets[0]?.id ?? null;
    if ((latest !== newest && !text.value) || !desk.tickets.some(ticket => ticket.id === open))
      open = latest;
    newest = latest;
    if (changed('tickets', [desk.tickets, open]))
      showTickets(desk.tickets);
    if (changed('agents', desk.agents))
      showAgents(desk.agents);
    if (open === null) {
      head.hidden = reply.hidden = true;
      if (changed('thread', null))
        thread.replaceChildren(el('li', { class: 'empty' }, 'A chat that is handed over appears here as a ticket.'));
      return;
    }
    const ticket = await get(`/api/desk/tickets/${open}`);
    if (changed('thread', ticket))
      showTicket(ticket);
  }

  function showTickets(tickets) {
    const hadFocus = list.contains(document.activeElement);
    list.replaceChildren(...(tickets.length > 0 ? tickets.map(row) : [el('li', { class: 'empty' }, 'No tickets yet.')]));
    if (hadFocus)
      list.querySelector('[aria-current]')?.focus();
  }

  function showTicket({ ticket, comments }) {
    const closed = ticket.status === 'closed';
    showFacts(ticket);
    complain(problem, null);
    reply.hidden = closed;
    thread.replaceChildren(...comments.map(comment));
    if (closed)
      thread.append(el('li', { class: 'event' }, 'This ticket is closed and takes no more comments.'));
  }

  function showFacts(ticket) {
    head.hidden = false;
    head.replaceChildren(
      el('h3', {}, ticket.subject || `Ticket ${ticket.id}`),
      el('dl', {},
        ...fact('Status', status(ticket.status)),
        ...fact('Assignee', ticket.assignee ?? 'nobody'),
        ...fact('Tags', ticket.tags.length > 0 ? el('span', { class: 'tags' }, ...ticket.tags.map(tag => el('code', {}, tag))) : 'none'),
        ...fact('External id', el('code', { title: ticket.externalId }, ticket.externalId ?? 'none')),
        ...(ticket.followUpOf ? fact('Follows', `#${ticket.followUpOf}`) : [])));
  }

  function row(ticket) {
    const button = el('button', { type: 'button', 'aria-current': ticket.id === open ? 'true' : null },
      el('span', { class: 'id' }, `#${ticket.id}`),
      status(ticket.status),
      el('span', { class: 'who' }, ticket.requester ?? ''),
      el('span', { class: 'group' }, ticket.group ?? 'no group'));
    button.addEventListener('click', () => {
      open = ticket.id;
      refresh();
    });
    return el('li', {}, button);
  }

  function comment(item) {
    const kind = !item.isPublic ? 'internal' : item.isStaff ? 'staff' : 'client';
    const mark = { internal: 'Internal note', staff: 'Public reply', client: 'Client' }[kind];
    return el('li', { class: `comment ${kind}` },
      el('header', {}, el('b', {}, item.author ?? 'Unknown'), el('span', {}, mark), el('time', { datetime: item.createdAt }, clock(item.createdAt))),
      el('p', {}, item.body),
      ...item.files.map(attached => attachment(attached.name, attached.url)));
  }

  function showAgents(people) {
    const chosen = agent.value;
    agent.replaceChildren(...people.map(person => el('option', { value: person.id, selected: person.id === chosen }, person.name)));
    agents.replaceChildren(...people.map(person => {
      const box = el('input', { type: 'checkbox', role: 'switch', checked: person.isOnline });
      box.addEventListener('change', () => run(post(`/api/desk/agents/${person.id}`, { online: box.checked })));
      return el('label', { title: `${person.name} is ${person.isOnline ? 'online' : 'offline'}` }, box, person.name.split(' ')[0]);
    }));
  }

  function nameFile() {
    byId('agent-file-name').textContent = file.files[0]?.name ?? 'Attach';
  }

  async function run(call) {
    let done = false;
    try {
      await call;
      done = true;
      complain(problem, null);
    } catch (error) {
      complain(problem, error.message);
    }
    refresh();
    return done;
  }

  function changed(what, value) {
    const state = JSON.stringify(value);
    const isNew = shown[what] !== state;
    shown[what] = state;
    return isNew;
  }

  return { refresh };
}

function status(name) {
  return el('span', { class: `status ${name}` }, name === 'hold' ? 'on hold' : name);
}

function fact(name, value) {
  return [el('dt', {}, name), el('dd', {}, value)];
}
