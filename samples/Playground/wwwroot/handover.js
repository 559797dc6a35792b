// The hand-over by the bot: the group, what the bot knows, what was said before, and the client's first message.
import { get, post } from './api.js';
import { byId, showError, showOptions } from './dom.js';
import { exampleTranscript, joinTranscript } from './transcript.js';

const example = {
  attributes: { orderNumber: '10482', plan: 'Gold' },
  hiddenAttributes: { segment: 'vip' },
  customData: { cart: [{ item: 'Desk lamp', pieces: 2 }] },
};

export function startHandOver({ getClientName, renameClient, handOver, cancel }) {
  const [form, name, group, first, context, error, email, language, transcript] =
    ['handover', 'client-name', 'group', 'first-message', 'context', 'context-error', 'verified-email', 'language', 'transcript'].map(byId);
  let groupNames = new Map();
  let shownName = null;

  context.value = format(example);
  name.addEventListener('change', () => {
    name.value = name.value.trim() || getClientName();
    renameClient(name.value);
  });
  byId('transcript-example').addEventListener('click', () => {
    transcript.value = exampleTranscript;
    transcript.focus();
  });
  context.addEventListener('input', () => showError(error, null));
  byId('load-groups').addEventListener('click', loadGroups);
  byId('keep-writing').addEventListener('click', cancel);
  form.addEventListener('submit', async event => {
    event.preventDefault();
    const knowledge = readContext();
    if (knowledge === null)
      return;
    if (email.value.trim())
      knowledge.attributes = { ...knowledge.attributes, verifiedEmail: email.value.trim() };
    if (language.value)
      knowledge.attributes = { ...knowledge.attributes, language: language.value };
    const [message, said] = [first.value.trim(), transcript.value.trim()];
    first.value = transcript.value = '';
    byId('transcript-box').open = false;
    const body = { destinationId: group.value || null, userName: name.value, firstMessage: joinTranscript(said, message), context: knowledge };
    if (await handOver(body))
      return;
    first.value ||= message;
    transcript.value ||= said;
  });
  first.addEventListener('keydown', event => {
    if (event.key !== 'Enter' || event.shiftKey || event.isComposing)
      return;
    event.preventDefault();
    form.requestSubmit();
  });

  // Only these three members are sent. Any other member is reported instead of being dropped silently.
  function readContext() {
    try {
      const knowledge = JSON.parse(context.value.trim() || '{}');
      const unknown = Object.keys(knowledge).find(key => !(key in example));
      showError(error, unknown ? `Only ${Object.keys(example).join(', ')} are handed over, not “${unknown}”.` : null);
      return unknown ? null : knowledge;
    } catch (failure) {
      showError(error, `This is not valid JSON: ${failure.message}`);
      byId('context-box').open = true;
      context.focus();
      return null;
    }
  }

  async function loadGroups() {
    const destinations = await get('/api/destinations');
    groupNames = new Map(destinations.map(item => [item.destinationId, item.name]));
    showOptions(group, destinations.map(item => [item.destinationId, `${item.name} (${item.hasOnline ? 'has room' : 'no room'})`]));
  }

  return {
    loadGroups,
    getGroupName: id => groupNames.get(id),
    show(isShown, canCancel) {
      form.hidden = !isShown;
      byId('keep-writing').hidden = !canCancel;
      if (shownName === getClientName())
        return; // the user may be typing
      name.value = shownName = getClientName();
      email.value = language.value = '';
    },
  };
}

function format(value) {
  const lines = Object.entries(value).map(([key, member]) => `  "${key}": ${JSON.stringify(member).replaceAll('":', '": ').replaceAll(',"', ', "')}`);
  return `{\n${lines.join(',\n')}\n}`;
}
