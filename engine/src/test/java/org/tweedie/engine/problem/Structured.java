package org.tweedie.engine.problem;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.tweedie.api.field.Field;
import org.tweedie.api.field.Space;
import org.tweedie.api.noise.CounterNoise;
import org.tweedie.api.noise.Purpose;
import org.tweedie.api.spi.Accuracy;
import org.tweedie.api.spi.Capability;
import org.tweedie.api.spi.operator.ForwardOperator;
import org.tweedie.api.spi.operator.LinearOperator;
import org.tweedie.api.spi.operator.NormBound;
import org.tweedie.api.spi.operator.NormalSolve;
import org.tweedie.api.spi.operator.OrderedSubsets;
import org.tweedie.api.spi.operator.PseudoInverse;
import org.tweedie.api.spi.operator.SpectralDecomposition;
import org.tweedie.engine.Toys.Diagonal;

/** A diagonal operator with the capabilities of one's choice, each in closed form. */
record Structured(Diagonal diagonal, Set<Class<? extends Capability>> has)
    implements LinearOperator {

  /** Factors 0, 0.5, 1, 1.5, 0, …: some of what is measured is nothing. */
  static Structured on(Space space, Set<Class<? extends Capability>> has) {
    Field a = Field.zeros(space);
    for (int i = 0; i < a.data().length; i++) {
      a.data()[i] = 0.5f * (i % 4);
    }
    return new Structured(new Diagonal(a), has);
  }

  static Set<Class<? extends Capability>> everything() {
    return Set.of(
        NormBound.class,
        NormalSolve.class,
        PseudoInverse.class,
        SpectralDecomposition.class,
        OrderedSubsets.class);
  }

  static Field random(Space space, int seed) {
    return new CounterNoise(seed).normals(0, 0, Purpose.of("test"), Field.zeros(space));
  }

  @Override
  public Space domain() {
    return diagonal.domain();
  }

  @Override
  public Space range() {
    return diagonal.range();
  }

  @Override
  public Field apply(Field x) {
    return diagonal.apply(x);
  }

  @Override
  public Field adjoint(Field u) {
    return diagonal.adjoint(u);
  }

  @Override
  public <C extends Capability> Optional<C> capability(Class<C> type) {
    return has.contains(type) ? Optional.of(type.cast(new All(this))) : Optional.empty();
  }

  private record All(Structured s)
      implements NormBound, NormalSolve, PseudoInverse, SpectralDecomposition, OrderedSubsets {
    @Override
    public Accuracy accuracy() {
      return Accuracy.EXACT;
    }

    @Override
    public double norm() {
      return 1.5;
    }

    @Override
    public Solution solve(double lambda, Field b, Field start, double error) {
      return new Solution(each(b, a -> 1 / (a * a + lambda)), 0, 0);
    }

    @Override
    public Field pseudoInverse(Field y) {
      return each(y, a -> a == 0 ? 0 : 1 / a);
    }

    @Override
    public Space spectrum() {
      return s.domain();
    }

    @Override
    public Field singularValues() {
      return s.diagonal.a().copy();
    }

    @Override
    public Field analyse(Field x) {
      return x.copy();
    }

    @Override
    public Field synthesise(Field c) {
      return c.copy();
    }

    @Override
    public Field analyseData(Field y) {
      return each(y, a -> a == 0 ? 0 : 1);
    }

    @Override
    public List<ForwardOperator> subsets(int count) {
      return List.of(s);
    }

    @Override
    public Field restrict(Field y, int index, int count) {
      return y.copy();
    }

    private Field each(Field x, java.util.function.DoubleUnaryOperator f) {
      Field out = x.copy();
      for (int i = 0; i < out.data().length; i++) {
        out.data()[i] *= (float) f.applyAsDouble(s.diagonal.a().data()[i]);
      }
      return out;
    }
  }
}
