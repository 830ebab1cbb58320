package org.tweedie.engine.run;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.tweedie.api.error.UnsupportedProblemException;
import org.tweedie.api.field.Field;
import org.tweedie.api.field.Space;
import org.tweedie.api.spi.Capability;
import org.tweedie.api.spi.Linearization;
import org.tweedie.api.spi.operator.Domain;
import org.tweedie.api.spi.operator.ForwardOperator;
import org.tweedie.api.spi.operator.LinearOperator;
import org.tweedie.api.spi.operator.NormBound;
import org.tweedie.api.spi.operator.NormalOperator;
import org.tweedie.api.spi.operator.NormalSolve;
import org.tweedie.api.spi.operator.NormalSystem;
import org.tweedie.api.spi.operator.PseudoInverse;
import org.tweedie.api.spi.operator.SpectralDecomposition;
import org.tweedie.engine.run.Meter.Part;

/**
 * {@code x′ ↦ A(T x′)} with the alignment T: an operator in the prior's units, whose calls are
 * counted, timed and checked, projected onto its domain where it is nonlinear, with every
 * capability that carries over or can be derived. {@link #table} is the one place that lists them.
 */
final class PreparedOperator implements LinearOperator {
  private final ForwardOperator inner;
  private final Optional<LinearOperator> linear;
  private final Domain domain;
  private final Map<Class<? extends Capability>, Capability> table = new LinkedHashMap<>();
  final Alignment t;
  final Meter meter;

  PreparedOperator(ForwardOperator inner, Alignment t, Meter meter) {
    this.inner = inner;
    this.t = t;
    this.meter = meter;
    // An offset makes the map affine.
    linear = t.offset() == 0 ? inner.linear() : Optional.empty();
    domain = inner.linear().isPresent() ? Domain.any() : inner.admissible();
    if (!t.sameKind() && !domain.isAny()) {
      throw new UnsupportedProblemException(
          "the operator restricts the values of its "
              + t.data()
              + " images, and the prior's are "
              + t.prior(),
          "choose a prior of " + t.data() + " images");
    }
    table();
  }

  /**
   * The capabilities. With E the identity all carry over; with a complex prior for real images (E =
   * Re) all but the decomposition, which would leave the imaginary part out; with a real prior for
   * complex images those that do not solve for the imaginary part that E forbids.
   */
  private void table() {
    boolean solvable = t.sameKind() || !t.data().isComplex();
    put(NormBound.class, inner.capability(NormBound.class).map(c -> new AlignedNorm(c, this)));
    if (linear.isEmpty()) {
      return;
    }
    Optional<NormalSolve> solve =
        inner.capability(NormalSolve.class).map(c -> new AlignedSolve(c, this));
    Optional<PseudoInverse> inverse =
        inner.capability(PseudoInverse.class).map(c -> new AlignedInverse(c, this));
    put(
        NormalOperator.class,
        inner.capability(NormalOperator.class).map(c -> new AlignedNormal(c, this)));
    put(NormalSolve.class, solvable ? solve : Optional.empty());
    put(PseudoInverse.class, solvable ? inverse : Optional.empty());
    if (t.sameKind()) {
      inner.capability(SpectralDecomposition.class).ifPresent(this::spectral);
    }
    table.computeIfAbsent(NormalSolve.class, k -> new KrylovSolve(this));
    table.computeIfAbsent(NormBound.class, k -> new LanczosNorm(this));
  }

  private void spectral(SpectralDecomposition c) {
    AlignedSpectrum svd = new AlignedSpectrum(c, this);
    table.put(SpectralDecomposition.class, svd);
    table.computeIfAbsent(NormalSolve.class, k -> new SpectralSolve(svd));
    table.computeIfAbsent(PseudoInverse.class, k -> new SpectralInverse(svd));
    table.computeIfAbsent(NormBound.class, k -> new SpectralNorm(svd));
  }

  private <C extends Capability> void put(Class<C> type, Optional<? extends C> c) {
    c.ifPresent(x -> table.put(type, x));
  }

  @Override
  public <C extends Capability> Optional<C> capability(Class<C> type) {
    return Optional.ofNullable(type.cast(table.get(type)));
  }

  @Override
  public Optional<LinearOperator> linear() {
    return linear.isPresent() ? Optional.of(this) : Optional.empty();
  }

  @Override
  public Space domain() {
    return t.prior();
  }

  @Override
  public Space range() {
    return inner.range();
  }

  @Override
  public Domain admissible() {
    return domain.isAny() ? domain : Domain.box(place(domain.low()), place(domain.high()));
  }

  private double place(double x) {
    return (x - t.offset()) / t.gain();
  }

  @Override
  public Field apply(Field x) {
    return evaluate(() -> push(x), range(), "the measurement", x);
  }

  @Override
  public Field adjoint(Field u) {
    u.require(range(), "the argument of the adjoint");
    return evaluate(() -> pull(u), domain(), "the adjoint", u);
  }

  @Override
  public Linearization<Field> linearize(Field x) {
    Field point = image(x);
    Linearization<Field> l = meter.in(Part.OPERATOR, () -> inner.linearize(point));
    meter.operated(1);
    try {
      check(l.value(), range(), "the measurement", x);
    } catch (RuntimeException e) {
      l.close();
      throw e;
    }
    return new Linearization<>() {
      @Override
      public Field value() {
        return l.value();
      }

      @Override
      public Field jvp(Field v) {
        v.require(domain(), "a tangent");
        return evaluate(() -> l.jvp(t.push(v)), range(), "J·v", v);
      }

      @Override
      public Field vjp(Field u) {
        u.require(range(), "a cotangent");
        return evaluate(() -> t.pull(l.vjp(u)), domain(), "Jᵀu", u);
      }

      @Override
      public void close() {
        l.close();
      }
    };
  }

  /** {@code A T x′}, not counted. */
  Field push(Field x) {
    return inner.apply(image(x));
  }

  /** The adjoint of its linear part, not counted. */
  Field pull(Field u) {
    return t.pull(linear.orElseThrow().adjoint(u));
  }

  /** The image in the data's units, on the operator's domain. */
  Field image(Field x) {
    Field image = t.toData(x.require(domain(), "the image"));
    int outside = domain.outside(image);
    if (outside == 0) {
      return image;
    }
    meter.projected(outside);
    return domain.project(image);
  }

  /** Checks a system: an iteration that begins with a NaN may end at once, with no sign of it. */
  void check(NormalSystem s) {
    meter.fromSampler(List.of(s.b().require(domain(), "the right-hand side")));
  }

  /** One application of A, A* or a derivative. */
  Field evaluate(Supplier<Field> work, Space space, String what, Field... arguments) {
    meter.operated(1);
    return compute(work, space, what, arguments);
  }

  /** Work of the operator that is not an application of A, A* or a derivative. */
  Field compute(Supplier<Field> work, Space space, String what, Field... arguments) {
    return check(meter.in(Part.OPERATOR, work), space, what, arguments);
  }

  private Field check(Field value, Space space, String what, Field... arguments) {
    return meter.fromOperator(
        value.require(space, what + " that the operator returned"), arguments);
  }
}
