// Lines that Chromium prints on every start of a window on a machine without a system bus or without a graphics card.

/** `[31460:1122/001918.103365:ERROR:dbus/bus.cc(407)] ...`, in older versions without the folder, in newer `bus.cc:407`. */
const HEAD = /^\[\d+:\d{4}\/\d{6}\.\d+:(?:ERROR|WARNING):(?:[\w./-]*\/)?(\w+\.cc)[(:]\d+\)?\] /

/** Who writes them: the bus of the desktop (power, sleep), and the start of the GPU process, after which the page is drawn by the processor. */
const HARMLESS = new Set([
  'bus.cc',
  'object_proxy.cc',
  'viz_main_impl.cc',
  'gpu_memory_buffer_support_x11.cc',
])

/** @param {string} line */
export function isHarmlessChromiumLine(line) {
  const file = HEAD.exec(line)?.[1]
  return file !== undefined && HARMLESS.has(file)
}

const NEWLINE = 10

/**
 * Leaves the lines that `isHidden` names out of a text that comes in pieces; every other byte is kept.
 * @param {(line: string) => boolean} isHidden
 */
export function withoutLines(isHidden) {
  let open = Buffer.alloc(0)
  /** @param {Buffer} line */
  const kept = (line) => (isHidden(line.toString('utf8').trimEnd()) ? Buffer.alloc(0) : line)
  return {
    /** The lines that are whole now. @param {Buffer} piece */
    take(piece) {
      const lines = []
      open = Buffer.concat([open, piece])
      for (let end = open.indexOf(NEWLINE); end >= 0; end = open.indexOf(NEWLINE)) {
        lines.push(kept(open.subarray(0, end + 1)))
        open = open.subarray(end + 1)
      }
      return Buffer.concat(lines)
    },
    /** What stands after the last line break, at the end of the text. */
    rest() {
      return kept(open)
    },
  }
}
