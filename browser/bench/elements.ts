// Elements of the page.

/** The window as the page opens [px]; a worker, which has the same script, has none. */
export const { innerWidth: WIDE, innerHeight: HIGH } = globalThis

export function element<Tag extends keyof HTMLElementTagNameMap>(
  tag: Tag, attributes: Readonly<Record<string, string>>, ...children: (Node | string)[]
): HTMLElementTagNameMap[Tag] {
  const made = document.createElement(tag)
  for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value)
  made.append(...children)
  return made
}

/** Returns an element of the page by its id. */
export function byId<Made extends HTMLElement = HTMLElement>(id: string): Made {
  const found = document.getElementById(id)
  if (!found) throw new Error(`the page has no element '${id}'`)
  return found as Made
}

const colours = new Map<Element, Map<string, string>>()

/** Returns a colour as it is on the screen that an element lies on; to look it up takes as long as a line takes to draw. */
export function colour(role: string, on: Element = document.documentElement): string {
  const within = on.closest(".screen") ?? document.documentElement
  const known = colours.get(within) ?? new Map<string, string>()
  colours.set(within, known)
  const found = known.get(role) ?? getComputedStyle(within).getPropertyValue(`--${role}`).trim()
  known.set(role, found)
  return found
}

/** Looks colours up again, for another theme. */
export function forgetColours(): void {
  colours.clear()
}

/** Closes menus as a reader expects: by Escape, by a click elsewhere, and when another one opens. */
export function dismissible(menus: readonly HTMLDetailsElement[]): void {
  addEventListener("click", ({ target }) => {
    for (const menu of menus) if (!menu.contains(target as Node)) menu.open = false
  })
  for (const menu of menus) {
    menu.addEventListener("keydown", ({ key }) => {
      if (key !== "Escape" || !menu.open) return
      menu.open = false
      menu.querySelector("summary")?.focus()
    })
  }
}
