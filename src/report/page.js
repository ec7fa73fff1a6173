
'use strict';
(() => {
  // Everything from the ledger reaches the page as text, never as HTML.
  const data = JSON.parse(document.getElementById('data').textContent);
  const { words, rows } = data;
  const STEP = 40;
  const pictures = new Map(data.pictures.map(picture => [picture.row, picture.png]));

  const make = (tag, name, ...inside) => {
    const element = document.createElement(tag);
    if (name) element.className = name;
    element.append(...inside);
    return element;
  };
  const fill = (text, values) => text.replace(/\{(\w+)\}/g, (_, name) => values[name]);
  const plain = text => text.normalize('NFKC').toLowerCase();
  const problems = row => row.x || [];
  const failing = row => problems(row).some(problem => problem.e);

  const sought = rows.map(row => plain([
    row.n, row.a, row.t, row.c || '', row.f || '',
    ...problems(row).flatMap(problem => [problem.c, problem.at || '', problem.m, ...(problem.h || [])]),
  ].join('\n')));

  const main = document.getElementById('main');
  main.append(make('p', 'about',
    `${words.ledger} ${data.ledger} · ${words.profile} ${data.profile} · ${data.tool}`));

  const count = test => rows.filter(test).length;
  const counts = make('ul', 'counts');
  const tell = (id, number, word, name) => {
    const item = make('li', name || '', make('b', '', String(number)), word);
    item.id = id;
    counts.append(item);
  };
  tell('count-letters', rows.length, words.letters);
  for (const status of ['made', 'kept', 'adopted', 'failed', 'left']) {
    const number = count(row => row.s === status);
    if (number || status === 'made') tell(`count-${status}`, number, words[status], status === 'failed' ? 'bad' : '');
  }
  tell('count-errors', count(failing), words.with_errors, count(failing) ? 'bad' : '');
  const warned = count(row => problems(row).some(problem => !problem.e));
  tell('count-warnings', warned, words.with_warnings, warned ? 'warn' : '');
  tell('count-pages', rows.reduce((sum, row) => sum + (row.p || 0), 0), words.pages);
  const signed = count(row => row.g);
  if (signed) tell('count-signed', signed, words.signed);
  const sent = count(row => row.d);
  if (sent) tell('count-sent', sent, words.sent);
  main.append(counts);

  const problem = found => {
    const item = make('li', '',
      make('span', found.e ? 'tag failed' : 'tag warning', found.e ? words.error : words.warning));
    if (found.at) item.append(make('span', 'place', found.at), ' ');
    item.append(make('p', '', found.m));
    for (const hint of found.h || []) item.append(make('p', 'hint', `${words.hint}: ${hint}`));
    const meaning = data.codes[found.c];
    if (meaning) {
      item.append(make('details', '', make('summary', '', `${words.means} · ${found.c}`),
        make('p', '', meaning[0]), make('p', '', meaning[1])));
    }
    return item;
  };
  if (data.general.length) {
    main.append(make('h2', '', words.general), make('ul', 'problems', ...data.general.map(problem)));
  }

  const option = (value, text) => {
    const element = make('option', '', text);
    element.value = value;
    return element;
  };
  const choice = (id, word, options) => {
    const select = make('select', '', option('', words.all), ...options);
    select.id = id;
    main.form.append(make('label', '', word, select));
    return select;
  };
  const tally = values => {
    const found = new Map();
    for (const value of values) found.set(value, (found.get(value) || 0) + 1);
    return [...found].sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1));
  };
  main.form = make('form');
  const search = make('input');
  search.type = 'search';
  search.id = 'search';
  search.placeholder = words.search;
  search.setAttribute('aria-label', words.search);
  main.form.append(search);
  const statuses = ['made', 'kept', 'adopted', 'failed', 'left'].filter(status => rows.some(row => row.s === status));
  const status = choice('status', words.status, statuses.map(status => option(status, words[status])));
  const classes = tally(rows.filter(row => row.c).map(row => row.c));
  const category = choice('category', words.category, classes.map(([name, n]) => option(name, `${name} (${n})`)));
  category.parentElement.hidden = !classes.length;
  const codes = tally(rows.flatMap(row => [...new Set(problems(row).map(found => found.c))]));
  const kind = choice('problem', words.problem,
    [option('*', words.any_problem), ...codes.map(([name, n]) => option(name, `${name} (${n})`))]);
  const clear = make('button', '', words.clear);
  clear.type = 'reset';
  main.form.append(clear);
  const shown = make('p', 'shown');
  shown.id = 'shown';
  shown.setAttribute('aria-live', 'polite');
  const list = make('ol', 'letters');
  list.id = 'letters';
  const more = make('button', 'more', words.more);
  more.type = 'button';
  main.append(main.form, shown, list, more);

  const letter = index => {
    const row = rows[index];
    const about = make('p', 'facts', make('span', `tag ${row.s}`, words[row.s]), row.a);
    if (row.c) about.append(` · ${row.c}`);
    if (row.p) about.append(` · ${fill(words.page_count, { n: row.p })}`);
    if (row.g) about.append(` · ${words.signed}`);
    if (row.d) about.append(` · ${words.sent} ${row.d}`);
    if (row.f) {
      const link = make('a', '', row.f);
      link.href = `./${row.f.split('/').map(encodeURIComponent).join('/')}`;
      about.append(' · ', link);
    }
    const text = make('div', '', make('h3', '', row.n ? `${row.n}  ${row.t}` : row.t), about);
    if (problems(row).length) text.append(make('ul', 'problems', ...problems(row).map(problem)));
    const item = make('li', `letter ${row.s}${problems(row).length && row.s !== 'failed' ? ' warned' : ''}`);
    const png = pictures.get(index);
    if (png) {
      const picture = make('img');
      picture.src = `data:image/png;base64,${png}`;
      picture.alt = `${row.n} ${words.picture_of}`;
      picture.tabIndex = 0;
      const toggle = () => picture.classList.toggle('large');
      picture.onclick = toggle;
      picture.onkeydown = event => {
        if (event.key === 'Enter') toggle();
        if (event.key === 'Escape') picture.classList.remove('large');
      };
      item.append(make('div', '', picture));
    } else {
      item.classList.add('bare');
    }
    item.append(text);
    return item;
  };

  // Rows are made as they are scrolled to: ten thousand at once would be slow.
  let found = [];
  let done = 0;
  const advance = () => {
    const next = found.slice(done, done + STEP);
    list.append(...next.map(letter));
    done += next.length;
    more.hidden = done >= found.length;
  };
  const choose = () => {
    const words_sought = plain(search.value).split(/\s+/).filter(Boolean);
    found = [];
    rows.forEach((row, index) => {
      if (status.value && row.s !== status.value) return;
      if (category.value && row.c !== category.value) return;
      if (kind.value === '*' ? !problems(row).length : kind.value && !problems(row).some(it => it.c === kind.value)) return;
      if (words_sought.every(word => sought[index].includes(word))) found.push(index);
    });
    done = 0;
    list.replaceChildren();
    shown.textContent = found.length ? fill(words.shown, { n: found.length, all: rows.length }) : words.none;
    advance();
  };
  let waiting = 0;
  search.oninput = () => {
    clearTimeout(waiting);
    waiting = setTimeout(choose, 80);
  };
  for (const select of [status, category, kind]) select.onchange = choose;
  main.form.onsubmit = event => event.preventDefault();
  main.form.onreset = () => setTimeout(choose);
  more.onclick = advance;
  if ('IntersectionObserver' in window) {
    new IntersectionObserver(seen => {
      if (seen.some(entry => entry.isIntersecting) && done < found.length) advance();
    }, { rootMargin: '600px' }).observe(more);
  }
  choose();
})();
