// A whole picture in one call from the program: numbers that `src/chart/canvas.rs` wrote, and words, a line each.

export function paint(context, orders, texts) {
  const words = texts.split("\n");
  let [at, word] = [0, 0];
  while (at < orders.length) {
    const order = orders[at++];
    const one = orders[at];
    const two = orders[at + 1];
    const three = orders[at + 2];
    const four = orders[at + 3];
    switch (order) {
      case 0: // Begin: scale, width, height.
        context.setTransform(one, 0, 0, one, 0, 0);
        context.clearRect(0, 0, two, three);
        context.lineJoin = "round";
        context.lineCap = "butt";
        at += 3;
        break;
      case 1: // Stroke: a colour.
        context.strokeStyle = `rgba(${one},${two},${three},${four})`;
        at += 4;
        break;
      case 2: // Fill: a colour.
        context.fillStyle = `rgba(${one},${two},${three},${four})`;
        at += 4;
        break;
      case 3: // Width of lines.
        context.lineWidth = one;
        at += 1;
        break;
      case 4: // Dash: how many lengths, and these.
        // A list: browsers read any other kind of array by asking it for one number after the other.
        context.setLineDash([...orders.subarray(at + 1, at + 1 + one)]);
        at += 1 + one;
        break;
      case 5: // Filled rectangle.
        context.fillRect(one, two, three, four);
        at += 4;
        break;
      case 6: // Outlined rectangle.
        context.strokeRect(one, two, three, four);
        at += 4;
        break;
      case 7: // Polyline: how often, how far one below the other, how many numbers, and these.
        polyline(context, orders, at + 3, at + 3 + three, one, two);
        at += 3 + three;
        break;
      case 8: // Filled polygon: how many numbers, and these.
        context.beginPath();
        trace(context, orders, at + 1, at + 1 + one, 0);
        context.fill();
        at += 1 + one;
        break;
      case 9: // Circle: its middle, its radius, and whether it is filled.
        context.beginPath();
        context.arc(one, two, three, 0, 2 * Math.PI);
        four ? context.fill() : context.stroke();
        at += 4;
        break;
      case 10: // Font: whether it is bold, its size, and its family among the words.
        context.font = `${one ? "600 " : ""}${two}px ${words[word++]}`;
        at += 2;
        break;
      case 11: // Where texts stand beside their place.
        context.textAlign = ["left", "center", "right"][one];
        context.textBaseline = ["top", "middle", "bottom"][two];
        at += 2;
        break;
      case 12: // Text: its place.
        context.fillText(words[word++], one, two);
        at += 2;
        break;
      case 13: // Draw only inside of a rectangle.
        context.save();
        context.beginPath();
        context.rect(one, two, three, four);
        context.clip();
        at += 4;
        break;
      case 14: // Draw everywhere again.
        context.restore();
        break;
    }
  }
}

/** Strokes a polyline so many times, each `apart` below the one before. */
function polyline(context, points, from, to, passes, apart) {
  context.beginPath();
  for (let pass = 0; pass < passes; pass++) trace(context, points, from, to, (pass - (passes - 1) / 2) * apart);
  context.stroke();
}

function trace(context, points, from, to, down) {
  context.moveTo(points[from], points[from + 1] + down);
  for (let at = from + 2; at < to; at += 2) context.lineTo(points[at], points[at + 1] + down);
}
