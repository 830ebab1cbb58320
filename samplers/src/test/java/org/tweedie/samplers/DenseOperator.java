package org.tweedie.samplers;

import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.tweedie.api.field.Field;
import org.tweedie.api.field.Space;
import org.tweedie.api.spi.Accuracy;
import org.tweedie.api.spi.Capability;
import org.tweedie.api.spi.operator.LinearOperator;
import org.tweedie.api.spi.operator.NormalSolve;
import org.tweedie.api.spi.operator.NormalSystem;
import org.tweedie.numerics.dense.Cholesky;
import org.tweedie.numerics.dense.Matrix;

/** A matrix in the real coordinates of its spaces, with an exact solve. */
public final class DenseOperator implements LinearOperator, NormalSolve {
  private final Matrix a;
  private final Matrix normal;
  private final Space domain;
  private final Space range;
  private final ConcurrentMap<Double, Matrix> inverses = new ConcurrentHashMap<>();

  DenseOperator(double[][] a, Space domain) {
    this.a = Matrix.of(a);
    this.normal = this.a.transpose().times(this.a);
    this.domain = domain;
    this.range = Space.real(a.length);
  }

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
    return narrow(a.times(widen(x)), range);
  }

  @Override
  public Field adjoint(Field u) {
    u.require(range, "the data");
    return narrow(a.transpose().times(widen(u)), domain);
  }

  @Override
  public <C extends Capability> Optional<C> capability(Class<C> type) {
    return type == NormalSolve.class ? Optional.of(type.cast(this)) : Optional.empty();
  }

  @Override
  public Accuracy accuracy() {
    return Accuracy.EXACT;
  }

  @Override
  public Solution solve(NormalSystem s) {
    Matrix m = inverses.computeIfAbsent(s.lambda(), this::inverse);
    return Solution.of(narrow(m.times(widen(s.b())), domain), 0, 0);
  }

  private Matrix inverse(double lambda) {
    return new Cholesky(normal.plus(Matrix.scalar(normal.rows(), lambda)), "the normal matrix")
        .inverse();
  }

  /** The components of a field. */
  public static double[] widen(Field x) {
    double[] out = new double[x.data().length];
    for (int i = 0; i < out.length; i++) {
      out[i] = x.data()[i];
    }
    return out;
  }

  /** A field of these components. */
  static Field narrow(double[] v, Space space) {
    Field out = Field.zeros(space);
    for (int i = 0; i < v.length; i++) {
      out.data()[i] = (float) v[i];
    }
    return out;
  }
}
