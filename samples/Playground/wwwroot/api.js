// Requests to the playground. A failed request throws an Error whose message can be shown to the user.
export async function get(path) {
  return readBody(await fetch(path, { headers: { Accept: 'application/json' } }));
}

export async function post(path, body) {
  return readBody(await fetch(path, { method: 'POST', headers: { 'Content-Type': 'application/json' }, body: JSON.stringify(body ?? {}) }));
}

export async function postRaw(path, body) {
  return readBody(await fetch(path, { method: 'POST', body }));
}

async function readBody(response) {
  const text = await response.text();
  const data = text && response.headers.get('Content-Type')?.includes('json') ? JSON.parse(text) : null;
  if (!response.ok)
    throw new Error(data?.detail ?? `${response.status} ${response.statusText}`);
  return data;
}
