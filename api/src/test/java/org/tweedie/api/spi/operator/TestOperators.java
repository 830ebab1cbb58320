package org.tweedie.api.spi.operator;

import java.util.function.DoubleUnaryOperator;
import org.tweedie.api.field.Field;
import org.tweedie.api.field.Space;
import org.tweedie.api.noise.CounterNoise;
import org.tweedie.api.noise.Purpose;
import org.tweedie.api.spi.Linearization;

/** Small operators whose values, adjoints and derivatives are plain to see. */
final class TestOperators {
  private TestOperators() {}

  /** Normals that differ from name to name. */
  static Field normals(Space space, String name) {
    return new CounterNoise(17).normals(0, 0, Purpose.of(name), Field.zeros(space));
  }

  /** A matrix of normals in the real components, on any spaces. */
  static LinearOperator dense(Space domain, Space range) {
    int m = range.components();
    int n = domain.components();
    float[] a = normals(Space.real(m, n), "matrix " + domain + " " + range).data();
    return new LinearOperator() {
      @Override
      public Space domain() {
        return domain;
      }

      @Override
      public Space range() {
        return range;
      }

      @Override
      public Field apply(Field x) {
        x.require(domain, "the image");
        Field out = Field.zeros(range);
        for (int i = 0; i < m; i++) {
          double sum = 0;
          for (int j = 0; j < n; j++) {
            sum += (double) a[i * n + j] * x.data()[j];
          }
          out.data()[i] = (float) sum;
        }
        return out;
      }

      @Override
      public Field adjoint(Field u) {
        u.require(range, "the measurements");
        Field out = Field.zeros(domain);
        for (int j = 0; j < n; j++) {
          double sum = 0;
          for (int i = 0; i < m; i++) {
            sum += (double) a[i * n + j] * u.data()[i];
          }
          out.data()[j] = (float) sum;
        }
        return out;
      }
    };
  }

  /** {@code x ↦ x²} in each real component, defined where a domain says. */
  static ForwardOperator square(Space space, Domain admissible) {
    return pointwise(space, admissible, x -> x * x, x -> 2 * x);
  }

  private static ForwardOperator pointwise(
      Space space, Domain admissible, DoubleUnaryOperator f, DoubleUnaryOperator derivative) {
    return new ForwardOperator() {
      @Override
      public Space domain() {
        return space;
      }

      @Override
      public Space range() {
        return space;
      }

      @Override
      public Domain admissible() {
        return admissible;
      }

      @Override
      public Field apply(Field x) {
        return each(x.require(space, "the image"), f);
      }

      @Override
      public Linearization<Field> linearize(Field x) {
        Field slope = each(x, derivative);
        return Linearization.of(
            apply(x), v -> v.copy().multiply(slope), u -> u.copy().multiply(slope));
      }
    };
  }

  private static Field each(Field x, DoubleUnaryOperator f) {
    Field out = x.copy();
    for (int i = 0; i < out.data().length; i++) {
      out.data()[i] = (float) f.applyAsDouble(out.data()[i]);
    }
    return out;
  }
}
