/* camera.ts - pan and zoom by mouse, fingers and keys (d3-zoom), and flights to what is asked for. */
import { select } from 'd3-selection';
import 'd3-transition';
import { zoom, zoomIdentity, type ZoomBehavior, type ZoomTransform } from 'd3-zoom';
import type { Scene } from './scene';
import { place } from './labels';

const MOST = 8;      /* times the size of the layout */
const CLOSEST = 1.2; /* the farthest a flight zooms in */
const FLIGHT = 450;  /* milliseconds */

export interface Camera {
  fit(nodes: Iterable<number>, animated: boolean): void;
  reveal(i: number): void;
  zoomBy(factor: number): void;
  panBy(dx: number, dy: number): void;
  /** To be called when the canvas has another size. */
  resized(): void;
}

export function makeCamera(scene: Scene, canvas: HTMLCanvasElement, moved: () => void): Camera {
  const surface = select(canvas);
  const calm = matchMedia('(prefers-reduced-motion: reduce)');
  let transform: ZoomTransform = zoomIdentity;
  const behaviour: ZoomBehavior<HTMLCanvasElement, unknown> = zoom<HTMLCanvasElement, unknown>()
    .clickDistance(5)
    .on('zoom', (event: { transform: ZoomTransform }) => {
      transform = event.transform;
      scene.setView(transform.k, transform.x, transform.y);
      moved();
    });
  surface.call(behaviour).on('dblclick.zoom', null);

  function goal(nodes: Iterable<number>): ZoomTransform {
    const box = scene.boxOf(nodes);
    const { width, height } = scene.view;
    const edge = Math.min(40, width * 0.06);
    const k = Math.min((width - 2 * edge) / (box.x1 - box.x0), (height - 2 * edge) / (box.y1 - box.y0), CLOSEST);
    return zoomIdentity.translate(width / 2, height / 2).scale(Math.max(k, 0.01)).translate(-(box.x0 + box.x1) / 2, -(box.y0 + box.y1) / 2);
  }

  function go(to: ZoomTransform, animated: boolean): void {
    if (animated && !calm.matches) surface.transition().duration(FLIGHT).call(behaviour.transform, to);
    else surface.interrupt().call(behaviour.transform, to);
  }

  function resized(): void {
    const k = goal([]).k;
    const { width, height } = scene.view;
    const box = scene.boxOf([]);
    const room = Math.max(box.x1 - box.x0, box.y1 - box.y0, width / k, height / k); /* the map may be dragged to its edge, not lost */
    behaviour.extent([[0, 0], [width, height]]).scaleExtent([k * 0.5, MOST])
      .translateExtent([[box.x0 - room, box.y0 - room], [box.x1 + room, box.y1 + room]]);
  }

  return {
    fit: (nodes, animated) => go(goal(nodes), animated),
    reveal(i) {
      const { width, height } = scene.view;
      const node = scene.nodeAt(i);
      const { x, y } = place(scene.view, node);
      const margin = Math.min(60, width / 6, height / 6);
      if (x > margin && y > margin && x < width - margin && y < height - margin) return;
      go(zoomIdentity.translate(width / 2, height / 2).scale(Math.max(transform.k, 0.5)).translate(-node.x, -node.y), true);
    },
    zoomBy: (factor) => { behaviour.scaleBy(calm.matches ? surface : surface.transition().duration(180) as never, factor); },
    panBy: (dx, dy) => { behaviour.translateBy(surface, dx / transform.k, dy / transform.k); },
    resized,
  };
}
