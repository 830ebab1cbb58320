package org.tweedie.conformance;

import java.util.function.DoubleSupplier;
import org.tweedie.api.field.Field;
import org.tweedie.api.field.Space;
import org.tweedie.api.noise.CounterNoise;
import org.tweedie.api.noise.Purpose;
import org.tweedie.api.spi.operator.Domain;

/** Random fields of one seed, each a new one. */
final class Sample {
  private static final Purpose PURPOSE = Purpose.of("conformance");
  private final CounterNoise noise;
  private int next;

  Sample(long seed) {
    this.noise = new CounterNoise(seed);
  }

  /** Independent standard normals. */
  Field normal(Space space) {
    return noise.normals(0, next++, PURPOSE, Field.zeros(space));
  }

  /** A uniform number in (0, 1). */
  double uniform() {
    return noise.uniform(0, next++, PURPOSE);
  }

  /**
   * A point well inside a domain, so that finite differences stay in it: normals where anything
   * goes, 0.5 to 1.5 from the end of a half-line, the middle two thirds of a box.
   */
  Field inside(Space space, Domain domain) {
    if (domain.isAny()) {
      return normal(space);
    }
    boolean box = Double.isFinite(domain.low()) && Double.isFinite(domain.high());
    double margin = box ? (domain.high() - domain.low()) / 6 : 0.5;
    double low = Double.isFinite(domain.low()) ? domain.low() + margin : domain.high() - 1.5;
    double high = box ? domain.high() - margin : low + 1;
    DoubleSupplier between = () -> low + (high - low) * uniform();
    Field x = Field.zeros(space);
    for (int i = 0; i < x.data().length; i++) {
      x.data()[i] = (float) between.getAsDouble();
    }
    return x;
  }
}
