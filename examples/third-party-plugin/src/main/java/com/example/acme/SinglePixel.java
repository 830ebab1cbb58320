package com.example.acme;

import java.util.Arrays;
import java.util.Optional;
import java.util.stream.IntStream;
import org.tweedie.api.field.Field;
import org.tweedie.api.field.Space;
import org.tweedie.api.spi.Accuracy;
import org.tweedie.api.spi.Capability;
import org.tweedie.api.spi.operator.LinearOperator;
import org.tweedie.api.spi.operator.NormBound;
import org.tweedie.api.spi.operator.NormalSolve;
import org.tweedie.api.spi.operator.NormalSystem;
import org.tweedie.api.spi.operator.PseudoInverse;
import org.tweedie.api.spi.operator.SpectralDecomposition;

/**
 * A single-pixel camera: one detector sees the image through one ±1 pattern after the other. With
 * Walsh-Hadamard patterns it is {@code A = P H}: H the orthonormal transform, P the choice of the
 * patterns that were shown. {@code A A* = I}, so that every capability is a closed form.
 */
final class SinglePixel implements LinearOperator {
  private final Space domain;
  private final Space range;
  private final int[] patterns;

  /**
   * @param domain real images, both sides powers of two
   * @param patterns positions of the patterns shown, in the transform's natural order; at least one
   */
  SinglePixel(Space domain, int[] patterns) {
    this.domain = domain;
    this.patterns = patterns.clone();
    this.range = Space.real(patterns.length);
  }

  /** The operator of a mask: every pattern whose entry is not zero was shown. */
  static SinglePixel of(Field mask) {
    int[] shown = IntStream.range(0, mask.data().length).filter(i -> mask.data()[i] != 0).toArray();
    return new SinglePixel(mask.space(), shown);
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
    return choose(Hadamard.transform(x.require(domain, "the image")));
  }

  @Override
  public Field adjoint(Field u) {
    return Hadamard.transform(spread(u.require(range, "the measurement")));
  }

  @Override
  public <C extends Capability> Optional<C> capability(Class<C> type) {
    if (type == NormBound.class) {
      return Optional.of(type.cast(new UnitNorm()));
    }
    if (type == NormalSolve.class) {
      return Optional.of(type.cast(new Solve()));
    }
    if (type == PseudoInverse.class) {
      return Optional.of(type.cast(new Inverse()));
    }
    if (type == SpectralDecomposition.class) {
      return Optional.of(type.cast(new Decomposition()));
    }
    return Optional.empty();
  }

  /** {@code P c}. */
  private Field choose(Field c) {
    Field out = Field.zeros(range);
    for (int i = 0; i < patterns.length; i++) {
      out.data()[i] = c.data()[patterns[i]];
    }
    return out;
  }

  /** {@code P* u}. */
  private Field spread(Field u) {
    Field out = Field.zeros(domain);
    for (int i = 0; i < patterns.length; i++) {
      out.data()[patterns[i]] = u.data()[i];
    }
    return out;
  }

  /** {@code ‖A‖ = 1}. */
  private static final class UnitNorm implements NormBound {
    @Override
    public Accuracy accuracy() {
      return Accuracy.EXACT;
    }

    @Override
    public double norm() {
      return 1;
    }
  }

  /** {@code (A*A + λI)⁻¹ b = (b − A*A b/(1 + λ))/λ}. */
  private final class Solve implements NormalSolve {
    @Override
    public Accuracy accuracy() {
      return Accuracy.EXACT;
    }

    @Override
    public Solution solve(NormalSystem s) {
      // In the patterns' coordinates, where nothing cancels: shown ones by 1 + λ, the others by λ.
      double lambda = s.lambda();
      Field b = s.b().require(domain, "the right-hand side");
      Field c = Hadamard.transform(b).scale(1 / lambda);
      for (int i : patterns) {
        c.data()[i] *= (float) (lambda / (1 + lambda));
      }
      return Solution.of(Hadamard.transform(c), 0, 0);
    }
  }

  /** {@code A⁺ = A*}. */
  private final class Inverse implements PseudoInverse {
    @Override
    public Accuracy accuracy() {
      return Accuracy.EXACT;
    }

    @Override
    public Field pseudoInverse(Field y) {
      return adjoint(y);
    }
  }

  /** {@code V = H, Σ = P*P}, U a coordinate choice. */
  private final class Decomposition implements SpectralDecomposition {
    @Override
    public Space spectrum() {
      return domain;
    }

    @Override
    public Field singularValues() {
      float[] ones = new float[patterns.length];
      Arrays.fill(ones, 1);
      return spread(Field.wrap(range, ones));
    }

    @Override
    public Field analyse(Field x) {
      return Hadamard.transform(x.require(domain, "the image"));
    }

    @Override
    public Field synthesise(Field c) {
      return Hadamard.transform(c.require(domain, "the coefficients"));
    }

    @Override
    public Field analyseData(Field y) {
      return spread(y.require(range, "the measurement"));
    }
  }
}
