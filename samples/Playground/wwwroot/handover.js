// The bot's side of a hand-over: which group, what the bot knows, and the client's first words.
import { get, post } from './api.js';
import { byId, complain, showOptions } from './dom.js';

const example = {
  attributes: { orderNumber: '10482', plan: 'Gold' },
  hiddenAttributes: { segment: 'vip' },
  customData: { cart: [{ item: 'Desk lamp', pieces: 2 }] },
};

export function startHandOver({ clientName, renamed, handOver, leave }) {
  const [form, name, group, first, context, problem] = ['handover', 'client-name', 'group', 'first-message', 'context', 'context-problem'].map(byId);
  let names = new Map();
  let named = null;

  context.value = pretty(example);
  name.addEventListener('change', () => {
    name.value = name.value.trim() || clientName();
    renamed(name.value);
  });
  context.addEventListener('input', () => complain(problem, null));
  byId('ask-groups').addEventListener('click', askGroups);
  byId('write-on').addEventListener('click', leave);
  form.addEventListener('submit', async event => {
    event.preventDefault();
    const told = read();
    if (told === null)
      return;
    const message = first.value.trim();
    first.value = '';
    if (!await handOver({ destinationId: group.value || null, userName: name.value, firstMessage: message || null, context: told }) && !first.value)
      first.value = message;
  });
  first.addEventListener('keydown', event => {
    if (event.key !== 'Enter' || event.shiftKey || event.isComposing)
      return;
    event.preventDefault();
    form.requestSubmit();
  });

  // Only its three members are sent: anything else would be lost without a word.
  function read() {
    try {
      const told = JSON.parse(context.value.trim() || '{}');
      const unknown = Object.keys(told).find(key => !(key in example));
      complain(problem, unknown ? `Only ${Object.keys(example).join(', ')} are handed over, not “${unknown}”.` : null);
      return unknown ? null : told;
    } catch (error) {
      complain(problem, `This is no JSON: ${error.message}`);
      byId('context-box').open = true;
      context.focus();
      return null;
    }
  }

  async function askGroups() {
    const destinations = await get('/api/destinations');
    names = new Map(destinations.map(item => [item.destinationId, item.name]));
    showOptions(group, destinations.map(item => [item.destinationId, `${item.name} (${item.hasOnline ? 'online' : 'nobody online'})`]));
  }

  return {
    askGroups,
    nameOf: id => names.get(id),
    show(isShown, canLeave) {
      form.hidden = !isShown;
      byId('write-on').hidden = !canLeave;
      if (named !== clientName())
        name.value = named = clientName(); // not at every look: somebody may be typing
    },
  };
}

function pretty(value) {
  const lines = Object.entries(value).map(([key, member]) => `  "${key}": ${JSON.stringify(member).replaceAll('":', '": ').replaceAll(',"', ', "')}`);
  return `{\n${lines.join(',\n')}\n}`;
}
