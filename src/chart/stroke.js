// The two canvas calls that take a list: made here in one call from wasm instead of one call a point.

export function polyline(context, points, fill) {
  context.beginPath();
  context.moveTo(points[0], points[1]);
  for (let at = 2; at < points.length; at += 2) context.lineTo(points[at], points[at + 1]);
  if (fill) context.fill();
  else context.stroke();
}

export function dash(context, rhythm) {
  context.setLineDash(rhythm);
}
