package org.tweedie.engine.problem;

import java.util.Optional;
import org.tweedie.api.field.Field;
import org.tweedie.api.field.Space;
import org.tweedie.api.spi.Accuracy;
import org.tweedie.api.spi.Capability;
import org.tweedie.api.spi.Linearization;
import org.tweedie.api.spi.operator.Domain;
import org.tweedie.api.spi.operator.ForwardOperator;
import org.tweedie.api.spi.operator.LinearOperator;
import org.tweedie.api.spi.operator.NormBound;
import org.tweedie.api.spi.operator.NormalSolve;
import org.tweedie.api.spi.operator.PseudoInverse;
import org.tweedie.api.spi.operator.SpectralDecomposition;

/**
 * A linear operator with the capabilities that follow from those it has: with a decomposition the
 * solve, the pseudo-inverse and the norm, all exact; without, the solve by conjugate gradients and
 * the norm by power iteration, marked iterative. What the operator brings itself is left alone.
 */
final class DerivedOperator implements LinearOperator {
  private final LinearOperator inner;
  private final Optional<NormalSolve> solve;
  private final Optional<PseudoInverse> inverse;
  private final Optional<NormBound> norm;

  private DerivedOperator(LinearOperator a, Meter meter) {
    inner = a;
    Optional<SpectralDecomposition> svd = a.capability(SpectralDecomposition.class);
    solve =
        a.capability(NormalSolve.class)
            .or(() -> svd.map(SpectralSolve::new))
            .or(() -> Optional.of(new KrylovSolve(a)));
    inverse = a.capability(PseudoInverse.class).or(() -> svd.map(s -> new SpectralInverse(a, s)));
    norm =
        a.capability(NormBound.class)
            .or(() -> svd.map(SpectralNorm::new))
            .or(() -> Optional.of(new PowerNorm(a, meter)));
  }

  /** The operator with everything that can be derived; nothing can for nonlinear ones. */
  static ForwardOperator of(ForwardOperator a, Meter meter) {
    return a instanceof LinearOperator l ? new DerivedOperator(l, meter) : a;
  }

  @Override
  public <C extends Capability> Optional<C> capability(Class<C> type) {
    if (type == NormalSolve.class) {
      return solve.map(type::cast);
    } else if (type == PseudoInverse.class) {
      return inverse.map(type::cast);
    } else if (type == NormBound.class) {
      return norm.map(type::cast);
    }
    return inner.capability(type);
  }

  @Override
  public Space domain() {
    return inner.domain();
  }

  @Override
  public Space range() {
    return inner.range();
  }

  @Override
  public Domain admissible() {
    return inner.admissible();
  }

  @Override
  public Field apply(Field x) {
    return inner.apply(x);
  }

  @Override
  public Field adjoint(Field u) {
    return inner.adjoint(u);
  }

  @Override
  public Linearization<Field> linearize(Field x) {
    return inner.linearize(x);
  }

  /** {@code x = V (Σ² + λ)⁻¹ V* b}. */
  private record SpectralSolve(SpectralDecomposition svd) implements NormalSolve {
    @Override
    public Accuracy accuracy() {
      return Accuracy.EXACT;
    }

    @Override
    public Solution solve(double lambda, Field b, Field start, double error) {
      Field c = svd.analyse(b);
      perComponent(c, svd.singularValues(), s -> 1 / (s * s + lambda));
      return new Solution(svd.synthesise(c), 0, 0);
    }
  }

  /** {@code A⁺y = V Σ⁺ U* y}. */
  private record SpectralInverse(LinearOperator a, SpectralDecomposition svd)
      implements PseudoInverse {
    @Override
    public Accuracy accuracy() {
      return Accuracy.EXACT;
    }

    @Override
    public Field pseudoInverse(Field y) {
      Field c = svd.analyseData(y);
      perComponent(c, svd.singularValues(), s -> s > 0 ? 1 / s : 0);
      return svd.synthesise(c);
    }
  }

  /** The largest singular value. */
  private record SpectralNorm(SpectralDecomposition svd) implements NormBound {
    @Override
    public Accuracy accuracy() {
      return Accuracy.EXACT;
    }

    @Override
    public double norm() {
      double largest = 0;
      for (float s : svd.singularValues().data()) {
        largest = Math.max(largest, s);
      }
      return largest;
    }
  }

  private static void perComponent(
      Field c, Field singularValues, java.util.function.DoubleUnaryOperator f) {
    float[] d = c.data();
    float[] s = singularValues.data();
    for (int i = 0; i < d.length; i++) {
      d[i] *= (float) f.applyAsDouble(s[i]);
    }
  }
}
