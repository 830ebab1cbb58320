package org.tweedie.samplers.guidance;

import java.util.List;
import java.util.Optional;
import org.tweedie.api.field.Field;

/**
 * What a correction makes of a level, one field per chain. Immutable.
 *
 * <p>With {@link #of} alone the noise estimate is that of the clean estimate, {@code E = (u −
 * X)/σ}, and follows it where it is clipped. The released code of several methods is more
 * particular: it keeps the noise estimate of the network ({@link #keepingNoiseOf}), or shifts what
 * the step made ({@link #shifted}).
 */
final class Guided {
  private final List<Field> clean;
  private final Optional<List<Field>> noiseOf;
  private final Optional<List<Field>> shift;
  private final Optional<List<Field>> carried;

  private Guided(
      List<Field> clean,
      Optional<List<Field>> noiseOf,
      Optional<List<Field>> shift,
      Optional<List<Field>> carried) {
    this.clean = clean;
    this.noiseOf = noiseOf;
    this.shift = shift;
    this.carried = carried;
  }

  /** The clean estimate X given the data. */
  static Guided of(List<Field> clean) {
    return new Guided(clean, Optional.empty(), Optional.empty(), Optional.empty());
  }

  /** The same with {@code E = (u − denoised)/σ}, whatever becomes of the clean estimate. */
  Guided keepingNoiseOf(List<Field> denoised) {
    return new Guided(clean, Optional.of(denoised), shift, carried);
  }

  /** The same with fields that are added after the step. */
  Guided shifted(List<Field> by) {
    return new Guided(clean, noiseOf, Optional.of(by), carried);
  }

  /** The same with fields that the correction finds again at the next level. */
  Guided carrying(List<Field> on) {
    return new Guided(clean, noiseOf, shift, Optional.of(on));
  }

  /** X. */
  List<Field> clean() {
    return clean;
  }

  /** What the noise estimate is taken from, if that is not X. */
  Optional<List<Field>> noiseOf() {
    return noiseOf;
  }

  /** What is added after the step. */
  Optional<List<Field>> shift() {
    return shift;
  }

  /** What is handed on. */
  Optional<List<Field>> carried() {
    return carried;
  }
}
