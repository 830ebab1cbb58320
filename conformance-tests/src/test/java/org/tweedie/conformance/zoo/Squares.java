package org.tweedie.conformance.zoo;

import org.tweedie.api.field.Field;
import org.tweedie.api.field.Space;
import org.tweedie.api.spi.Linearization;
import org.tweedie.api.spi.operator.Domain;
import org.tweedie.api.spi.operator.ForwardOperator;

/** The correct twin of the faulty nonlinear operators: {@code y_i = x_i² + x_{i+1}/2} on a box. */
class Squares implements ForwardOperator {
  final int n;

  Squares(int n) {
    this.n = n;
  }

  @Override
  public Space domain() {
    return Space.real(n);
  }

  @Override
  public Space range() {
    return Space.real(n);
  }

  @Override
  public Domain admissible() {
    return Domain.box(0, 2);
  }

  @Override
  public Field apply(Field x) {
    x.require(domain(), "the image");
    Field y = Field.zeros(range());
    for (int i = 0; i < n; i++) {
      y.data()[i] = x.data()[i] * x.data()[i] + x.data()[(i + 1) % n] / 2;
    }
    return y;
  }

  @Override
  public Linearization<Field> linearize(Field x) {
    Field value = apply(x);
    return Linearization.of(value, v -> jvp(x, v), u -> vjp(x, u));
  }

  Field jvp(Field x, Field v) {
    Field y = Field.zeros(range());
    for (int i = 0; i < n; i++) {
      y.data()[i] = 2 * x.data()[i] * v.data()[i] + v.data()[(i + 1) % n] / 2;
    }
    return y;
  }

  Field vjp(Field x, Field u) {
    Field g = Field.zeros(domain());
    for (int i = 0; i < n; i++) {
      g.data()[i] += 2 * x.data()[i] * u.data()[i];
      g.data()[(i + 1) % n] += u.data()[i] / 2;
    }
    return g;
  }
}
