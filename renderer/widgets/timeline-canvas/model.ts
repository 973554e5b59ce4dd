/** What is in sight: a range of time in ns, and how far the lanes are scrolled in CSS pixels. */
export interface TimelineView {
  readonly from: number;
  readonly to: number;
  readonly scrollTop: number;
}

/** How many states a lane can be in; state 0 is empty and is not drawn. */
export const stateCount = 4;

/** What one lane did. Times in ns. Buckets begin at `from` and are `widthNs` wide. */
export type LaneData =
  | {
      readonly kind: 'spans';
      readonly lane: number;
      readonly begin: Float64Array;
      readonly end: Float64Array;
      /** 1 to 4. */
      readonly state: Uint8Array;
      /** Whom a span belongs to; 0: nobody. */
      readonly goid: Float64Array;
    }
  | {
      readonly kind: 'density';
      readonly lane: number;
      readonly from: number;
      readonly widthNs: number;
      /** Bucket × 4: ns in each state. */
      readonly stateNs: Float32Array;
    }
  | {
      readonly kind: 'values';
      readonly lane: number;
      readonly from: number;
      readonly widthNs: number;
      readonly least: Float64Array;
      readonly greatest: Float64Array;
    };

export type BandColor = 'gc' | 'stw';

/** A lane in its place. `y` in CSS pixels from the top of the lanes, or of the head when pinned. */
export interface LaneRow {
  readonly lane: number;
  readonly y: number;
  readonly height: number;
  /** `counts`: several members, drawn to the scale of the most there are at once. */
  readonly kind: 'states' | 'counts' | 'values';
  /** A lane of values that is drawn as a line over this one, to the same scale. */
  readonly lineLane?: number;
  /** Of its running state, where that is not what it means. */
  readonly color?: BandColor;
  readonly isDim?: boolean;
  readonly isSelected?: boolean;
}

export interface TimelineArrow {
  readonly atNs: number;
  readonly fromLane: number;
  readonly toLane: number;
  readonly kind: 'create' | 'wake';
}

/** Everything that is drawn besides the lanes. */
export interface TimelineOverlay {
  /** Lanes whose spans are drawn as bands over all others, strongest last. */
  readonly bands: readonly { readonly lane: number; readonly color: BandColor }[];
  /** Moments marked over all lanes; the time between neighbours is shaded in the head. */
  readonly marks: readonly number[];
  readonly arrows: readonly TimelineArrow[];
  readonly selected:
    { readonly begin: number; readonly end: number; readonly lane: number } | undefined;
  /** Spans that belong to this one are underlined. */
  readonly goid: number;
  readonly measure: { readonly from: number; readonly to: number } | undefined;
  /** The whole in small: share of the greatest, one entry a pixel or so. */
  readonly overview: Float32Array;
  /** End of the timeline, ns. */
  readonly endNs: number;
}

export const emptyOverlay: TimelineOverlay = {
  bands: [],
  marks: [],
  arrows: [],
  selected: undefined,
  goid: 0,
  measure: undefined,
  overview: new Float32Array(),
  endNs: 1,
};

/** CSS colours by what they are for. */
export interface TimelinePalette {
  readonly background: string;
  readonly lane: string;
  readonly line: string;
  readonly text: string;
  readonly dimText: string;
  readonly accent: string;
  readonly values: string;
  /** States 1 to 4. */
  readonly states: readonly string[];
  readonly gc: string;
  readonly stw: string;
  readonly font: string;
}

export const minimapHeight = 28;
export const axisHeight = 20;

/** To the worker that draws. */
export type PaintMessage =
  | { readonly kind: 'canvas'; readonly canvas: OffscreenCanvas }
  | {
      readonly kind: 'size';
      readonly width: number;
      readonly height: number;
      readonly ratio: number;
    }
  | { readonly kind: 'palette'; readonly palette: TimelinePalette }
  | { readonly kind: 'view'; readonly view: TimelineView }
  | {
      readonly kind: 'rows';
      readonly pinned: readonly LaneRow[];
      readonly rows: readonly LaneRow[];
      readonly headHeight: number;
    }
  | { readonly kind: 'data'; readonly lanes: readonly LaneData[]; readonly keep: readonly number[] }
  | { readonly kind: 'overlay'; readonly overlay: TimelineOverlay };

/** From it: a picture was drawn. Milliseconds it took, and since the one before; lanes it had data of. */
export interface PaintedMessage {
  readonly drawMs: number;
  readonly sinceMs: number;
  readonly lanes: number;
}
