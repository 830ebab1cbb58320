package org.tweedie.conformance;

import static org.tweedie.conformance.Compare.show;

import org.tweedie.api.field.Field;
import org.tweedie.api.spi.operator.LinearOperator;

/** What is wrong with an adjoint that is not one. */
final class AdjointDiagnosis {
  private AdjointDiagnosis() {}

  static String of(LinearOperator a, Sample sample) {
    double low = Double.POSITIVE_INFINITY;
    double high = Double.NEGATIVE_INFINITY;
    double conjugated = 0;
    double crossed = 0;
    for (int i = 0; i < 6; i++) {
      Field x = sample.normal(a.domain());
      // u = Ax keeps the inner product away from zero, so that the quotient means something.
      Field u = a.apply(x);
      double factor = x.dot(a.adjoint(u)) / u.normSquared();
      low = Math.min(low, factor);
      high = Math.max(high, factor);
      Field v = sample.normal(a.range());
      double left = a.apply(x).dot(v);
      double scale = a.apply(x).norm() * v.norm();
      conjugated =
          Math.max(conjugated, Math.abs(left - x.dot(conjugate(a.adjoint(conjugate(v))))) / scale);
      crossed = Math.max(crossed, Math.abs(left - factor * x.dot(a.adjoint(v))) / scale);
    }
    if (a.range().isComplex() && conjugated < 1e-4) {
      return "a complex conjugate is forgotten: A*u = conj(A'(conj u))";
    }
    double constant = (low + high) / 2;
    if (high - low < 1e-3 * Math.abs(constant)) {
      return Diagnosis.factor(constant, 1, "A*")
          + (Math.abs(constant - 1) > 1e-4 ? ", a constant factor " + show(constant) : "");
    }
    return "A* belongs to another operator (a mask, an order of axes or a shift that differs)";
  }

  private static Field conjugate(Field x) {
    Field c = x.copy();
    if (x.space().isComplex()) {
      for (int i = 1; i < c.data().length; i += 2) {
        c.data()[i] = -c.data()[i];
      }
    }
    return c;
  }
}
