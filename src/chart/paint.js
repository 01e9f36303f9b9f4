// The canvas calls that take a list: made here in one call from wasm instead of one call a point.

export function polyline(context, points, passes, apart) {
  context.beginPath();
  for (let pass = 0; pass < passes; pass++) {
    const down = (pass - (passes - 1) / 2) * apart;
    context.moveTo(points[0], points[1] + down);
    for (let at = 2; at < points.length; at += 2) context.lineTo(points[at], points[at + 1] + down);
  }
  context.stroke();
}

export function polygon(context, points) {
  context.beginPath();
  context.moveTo(points[0], points[1]);
  for (let at = 2; at < points.length; at += 2) context.lineTo(points[at], points[at + 1]);
  context.fill();
}

export function dash(context, rhythm) {
  context.setLineDash(rhythm);
}
