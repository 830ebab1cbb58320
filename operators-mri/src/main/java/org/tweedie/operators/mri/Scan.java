package org.tweedie.operators.mri;

import java.util.Optional;
import org.tweedie.api.field.Field;

/**
 * What was measured, in one order of axes and with the centre in the middle.
 *
 * @param kspace complex [coils, ny, nx], in the channels as they were measured
 * @param pattern the acquired samples
 * @param maps the sensitivities that were given, complex [coils, ny, nx]
 * @param whitening of the channels, if there is a noise scan
 */
record Scan(
    Field kspace, SamplingPattern pattern, Optional<Field> maps, Optional<Whitening> whitening) {

  /** Number of coils. */
  int coils() {
    return kspace.space().dim(0);
  }

  /** An array of the channels as the noise scan whitens them; the same array without one. */
  Field whiten(Field x) {
    return whitening.map(w -> w.apply(x)).orElse(x);
  }

  /** The acquired samples, whitened: complex [coils, samples]. */
  Field samples() {
    return whiten(pattern.gather(kspace));
  }
}
