// Creates elements. Text always becomes a text node, so that nothing a client or agent writes is interpreted as HTML.
export function el(tag, attributes = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value !== null && value !== undefined && value !== false)
      element.setAttribute(name, value === true ? '' : value);
  }
  element.append(...children.filter(child => child !== null && child !== undefined && child !== false && child !== ''));
  return element;
}

export const byId = id => document.getElementById(id);

export function formatTime(at) {
  return new Date(at).toLocaleTimeString([], { hour: '2-digit', minute: '2-digit', second: '2-digit', hour12: false });
}

/** Keeps a list scrolled to its end as long as the end is visible, when items are added or the size changes. */
export function stickToEnd(list) {
  let isAtEnd = true;
  const follow = () => {
    if (isAtEnd)
      list.scrollTop = list.scrollHeight;
  };
  let lastTop = 0;
  list.addEventListener('scroll', () => {
    // Only scrolling up ends this: the distance to the end also grows when items are added.
    if (list.scrollHeight - list.scrollTop - list.clientHeight < 40)
      isAtEnd = true;
    else if (list.scrollTop < lastTop)
      isAtEnd = false;
    lastTop = list.scrollTop;
  });
  new MutationObserver(follow).observe(list, { childList: true });
  new ResizeObserver(follow).observe(list);
  list.addEventListener('load', follow, true); // a picture gets its size when it is loaded
}

/** Clears a field during a call, so that the next text can be typed at once. Restores the text if the call fails. */
export async function clearWhile(field, call) {
  const { value } = field;
  field.value = '';
  const done = await call();
  if (!done && field.value === '')
    field.value = value;
}

const states = new WeakMap();

/** Shows items in a list. Only changed items are created again, so that pictures are not reloaded and the focus is kept. */
export function showList(list, items, create, emptyText) {
  const before = states.get(list) ?? [];
  const now = items.map(item => JSON.stringify(item));
  states.set(list, now);
  if (before.length === 0)
    list.replaceChildren();
  while (list.children.length > now.length)
    list.lastElementChild.remove();
  items.forEach((item, index) => {
    const shown = list.children[index];
    if (!shown)
      list.append(create(item));
    else if (before[index] !== now[index])
      shown.replaceWith(create(item));
  });
  if (now.length === 0)
    list.append(el('li', { class: 'empty' }, emptyText));
}

/** Shows the options of a select element. Keeps the selected value if it is still among them. */
export function showOptions(select, options, selected = select.value) {
  const state = JSON.stringify(options);
  if (states.get(select) !== state) {
    states.set(select, state);
    select.replaceChildren(...options.map(([value, text]) => el('option', { value }, text)));
  }
  if (options.some(([value]) => value === selected))
    select.value = selected;
}

export function showError(element, message) {
  element.hidden = !message;
  element.textContent = message ?? '';
}

/** Enter submits and Shift+Enter inserts a line break, except while an input method is composing. */
export function submitOnEnter(textarea, submit) {
  textarea.addEventListener('keydown', event => {
    if (event.key !== 'Enter' || event.shiftKey || event.isComposing)
      return;
    event.preventDefault();
    submit();
  });
}
