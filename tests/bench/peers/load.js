// Loads what the peers ship as classic scripts.

const load = (element, after) =>
  new Promise((done, failed) => {
    element.onload = done;
    element.onerror = () => failed(new Error(after));
    document.head.append(element);
  });

export const script = (src) => load(Object.assign(document.createElement("script"), { src }), src);

export const style = (href) => load(Object.assign(document.createElement("link"), { rel: "stylesheet", href }), href);
