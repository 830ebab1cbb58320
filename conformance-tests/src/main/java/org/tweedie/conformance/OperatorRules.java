package org.tweedie.conformance;

import static org.tweedie.conformance.Compare.show;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import net.jqwik.api.ForAll;
import net.jqwik.api.Label;
import org.tweedie.api.error.LifecycleException;
import org.tweedie.api.error.ShapeMismatchException;
import org.tweedie.api.error.TweedieException;
import org.tweedie.api.field.Field;
import org.tweedie.api.field.Space;
import org.tweedie.api.spi.Linearization;
import org.tweedie.api.spi.operator.ForwardOperator;
import org.tweedie.api.spi.operator.LinearOperator;

/**
 * The rules O-1 to O-18 and L-1 to L-4 for forward operators and likelihoods. Extend it in your
 * test sources and say which operators to test:
 *
 * <pre>{@code
 * class BlurTest extends OperatorRules {
 *   @Override
 *   protected List<? extends ForwardOperator> operators() {
 *     return List.of(new Blur(16, 16), new Blur(7, 5), new Blur(1, 1));
 *   }
 * }
 * }</pre>
 */
public abstract class OperatorRules extends CapabilityRules {
  private static final double FLOAT = 2e-5; // a few dozen roundings of float32

  /** For subclasses. */
  protected OperatorRules() {}

  @Rule("O-1")
  @FiveSeeds
  @Label("O-1 the adjoint is the adjoint: ⟨Ax, u⟩ = ⟨x, A*u⟩")
  void adjoint(@ForAll long seed) {
    for (LinearOperator a : linear()) {
      Sample sample = new Sample(seed);
      Field x = sample.normal(a.domain());
      Field u = sample.normal(a.range());
      double left = a.apply(x).dot(u);
      double right = x.dot(a.adjoint(u));
      double scale = Math.max(a.apply(x).norm() * u.norm(), x.norm() * a.adjoint(u).norm());
      if (!(Math.abs(left - right) <= FLOAT * scale)) {
        throw new Violation(
            "⟨Ax, u⟩ = ⟨x, A*u⟩ within 2e-5·‖Ax‖‖u‖",
            show(left) + " and " + show(right) + " on " + a.domain() + " → " + a.range(),
            AdjointDiagnosis.of(a, sample));
      }
    }
  }

  @Rule("O-2")
  @FiveSeeds
  @Label("O-2 a linear operator is linear")
  void linearity(@ForAll long seed) {
    for (LinearOperator a : linear()) {
      Sample sample = new Sample(seed);
      linear(a::apply, a.domain(), sample, "A");
      linear(a::adjoint, a.range(), sample, "A*");
    }
  }

  private static void linear(Function<Field, Field> f, Space space, Sample sample, String name) {
    Field x = sample.normal(space);
    Field y = sample.normal(space);
    Field together = f.apply(x.copy().axpby(2, -3, y));
    Field apart = f.apply(x).axpby(2, -3, f.apply(y));
    double error = Compare.relative(together, apart);
    double scale = Math.max(f.apply(x).norm(), f.apply(y).norm());
    double zero = f.apply(Field.zeros(space)).norm();
    if (!(error <= 1e-4) && together.copy().subtract(apart).norm() > 1e-5 * scale
        || !(zero <= 1e-6 * scale)) {
      throw new Violation(
          name + "(2x − 3y) = 2" + name + "x − 3" + name + "y within 1e-4 and " + name + "0 = 0",
          "a relative difference of " + show(error) + " and ‖" + name + "0‖ = " + show(zero),
          zero > 0 ? "an offset: the operator is affine" : "a nonlinearity such as a clip or |·|");
    }
  }

  @Rule("O-3")
  @FiveSeeds
  @Label("O-3 vjp is the transpose of jvp: ⟨Jv, u⟩ = ⟨v, Jᵀu⟩")
  void duality(@ForAll long seed) {
    for (ForwardOperator a : operators()) {
      Sample sample = new Sample(seed);
      Field x = sample.inside(a.domain(), a.admissible());
      Field v = sample.normal(a.domain());
      Field u = sample.normal(a.range());
      try (Linearization<Field> at = a.linearize(x)) {
        Field jv = at.jvp(v).require(a.range(), "Jv");
        Field ju = at.vjp(u).require(a.domain(), "Jᵀu");
        double scale = Math.max(jv.norm() * u.norm(), v.norm() * ju.norm());
        if (!(Math.abs(jv.dot(u) - v.dot(ju)) <= FLOAT * scale)) {
          throw new Violation(
              "⟨Jv, u⟩ = ⟨v, Jᵀu⟩ within 2e-5·‖Jv‖‖u‖",
              show(jv.dot(u)) + " and " + show(v.dot(ju)) + " on " + a.domain(),
              Diagnosis.factor(v.dot(ju), jv.dot(u), "vjp"));
        }
      }
    }
  }

  @Rule("O-4")
  @FiveSeeds
  @Label("O-4 jvp is the derivative of apply")
  void derivative(@ForAll long seed) {
    for (ForwardOperator a : operators()) {
      Sample sample = new Sample(seed);
      Field x = sample.inside(a.domain(), a.admissible());
      Field v = sample.normal(a.domain()).scale(0.1);
      Field jv;
      try (Linearization<Field> at = a.linearize(x)) {
        jv = at.jvp(v);
      }
      Field closest = null;
      double best = Double.POSITIVE_INFINITY;
      // Rounding wants a wide difference, curvature a narrow one: some step suits both.
      for (double h = 1; h > 1e-3; h /= 4) {
        Field up = x.copy().axpy(h, v);
        Field down = x.copy().axpy(-h, v);
        if (!a.admissible().contains(up) || !a.admissible().contains(down)) {
          continue;
        }
        Field d = a.apply(up).subtract(a.apply(down)).scale(1 / (2 * h));
        double error = Compare.relative(jv, d);
        if (closest == null || error < best) {
          best = error;
          closest = d;
        }
      }
      if (closest != null && !(best <= 5e-3)) {
        throw new Violation(
            "Jv = (A(x + hv) − A(x − hv))/2h within 5e-3 for some h",
            "a relative difference of " + show(best) + " on " + a.domain(),
            Diagnosis.factor(jv.dot(closest), closest.normSquared(), "jvp"));
      }
    }
  }

  @Rule("O-5")
  @FiveSeeds
  @Label("O-5 the value of a linearization is that of apply")
  void value(@ForAll long seed) {
    for (ForwardOperator a : operators()) {
      Field x = new Sample(seed).inside(a.domain(), a.admissible());
      try (Linearization<Field> at = a.linearize(x)) {
        double error = Compare.relative(at.value(), a.apply(x));
        if (!(error <= FLOAT)) {
          throw new Violation(
              "linearize(x).value() = apply(x) within 2e-5",
              "a relative difference of " + show(error),
              "two implementations of one operator");
        }
      }
    }
  }

  @Rule("O-6")
  @FiveSeeds
  @Label("O-6 arguments are not written to, and results are new fields")
  void purity(@ForAll long seed) {
    for (ForwardOperator a : operators()) {
      Sample sample = new Sample(seed);
      Field x = sample.inside(a.domain(), a.admissible());
      Field u = sample.normal(a.range());
      pure(a::apply, x, "apply");
      a.linear().ifPresent(l -> pure(l::adjoint, u, "adjoint"));
      try (Linearization<Field> at = a.linearize(x)) {
        pure(at::jvp, x, "jvp");
        pure(at::vjp, u, "vjp");
      }
    }
  }

  private static void pure(Function<Field, Field> f, Field x, String name) {
    Field before = x.copy();
    Field first = f.apply(x);
    if (!Compare.same(x, before)) {
      throw new Violation(
          name + " leaves its argument alone",
          "it changed by " + show(x.copy().subtract(before).norm()),
          "an in-place transform on the caller's array");
    }
    Field kept = first.copy();
    Field second = f.apply(x.copy().scale(0.5));
    if (first == x || first.data() == second.data() || !Compare.same(first, kept)) {
      throw new Violation(
          name + " returns a new field", "a field that it uses again", "a buffer handed out");
    }
  }

  @Rule("O-7")
  @FiveSeeds
  @Label("O-7 the same argument gives the same bits")
  void determinism(@ForAll long seed) {
    for (ForwardOperator a : operators()) {
      Sample sample = new Sample(seed);
      Field x = sample.inside(a.domain(), a.admissible());
      Field first = a.apply(x);
      a.apply(sample.inside(a.domain(), a.admissible()));
      boolean same = Compare.same(first, a.apply(x));
      if (same && a.linear().isPresent()) {
        LinearOperator l = a.linear().get();
        Field u = sample.normal(a.range());
        Field back = l.adjoint(u);
        l.adjoint(sample.normal(a.range()));
        same = Compare.same(back, l.adjoint(u));
      }
      if (!same) {
        throw new Violation(
            "bit-equal results of two calls",
            "different ones",
            "randomness or a counter inside the operator: a measurement and its model differ");
      }
    }
  }

  @Rule("O-8")
  @FiveSeeds
  @Label("O-8 many threads get the results that one gets")
  void concurrency(@ForAll long seed) {
    for (ForwardOperator a : operators()) {
      Sample sample = new Sample(seed);
      List<Function<Field, Field>> calls = new ArrayList<>();
      List<Field> arguments = new ArrayList<>();
      for (int i = 0; i < 12; i++) {
        calls.add(a::apply);
        arguments.add(sample.inside(a.domain(), a.admissible()));
        calls.add(u -> pullback(a, arguments.get(0), u));
        arguments.add(sample.normal(a.range()));
      }
      Contention.check(calls, arguments);
    }
  }

  private static Field pullback(ForwardOperator a, Field x, Field u) {
    if (a.linear().isPresent()) {
      return a.linear().get().adjoint(u);
    }
    try (Linearization<Field> at = a.linearize(x)) {
      return at.vjp(u);
    }
  }

  @Rule("O-9")
  @FiveSeeds
  @Label("O-9 a field of another space is refused by a ShapeMismatchException")
  void shapes(@ForAll long seed) {
    for (ForwardOperator a : operators()) {
      Sample sample = new Sample(seed);
      for (Space wrong : others(a.domain())) {
        refused(() -> a.apply(sample.normal(wrong)), "apply", wrong, a.domain());
        refused(() -> a.linearize(sample.normal(wrong)), "linearize", wrong, a.domain());
      }
      for (Space wrong : others(a.range())) {
        a.linear()
            .ifPresent(
                l -> refused(() -> l.adjoint(sample.normal(wrong)), "adjoint", wrong, a.range()));
      }
    }
  }

  /** Another size, another rank, and the other kind of scalar with as many floats. */
  private static List<Space> others(Space s) {
    int[] shape = s.shape();
    int[] longer = shape.clone();
    longer[0]++;
    int[] deeper = java.util.Arrays.copyOf(shape, shape.length + 1);
    deeper[shape.length] = 1;
    Space twin =
        s.isComplex()
            ? Space.real(times(shape, 2))
            : Space.of(org.tweedie.api.field.Scalar.COMPLEX, shape);
    return List.of(Space.of(s.scalar(), longer), Space.of(s.scalar(), deeper), twin);
  }

  private static int[] times(int[] shape, int factor) {
    int[] t = shape.clone();
    t[t.length - 1] *= factor;
    return t;
  }

  private static void refused(Runnable call, String name, Space given, Space expected) {
    try {
      call.run();
    } catch (ShapeMismatchException e) {
      return;
    } catch (RuntimeException e) {
      throw new Violation(
          "a ShapeMismatchException from " + name + " of " + given,
          e.toString(),
          "the space is not checked",
          e);
    }
    throw new Violation(
        name + " refuses " + given + " where " + expected + " belongs",
        "a result",
        "only the number of floats is checked, or nothing");
  }

  @Rule("O-10")
  @FiveSeeds
  @Label("O-10 a linearization ends with close and belongs to its thread")
  void linearizationLife(@ForAll long seed) throws InterruptedException {
    for (ForwardOperator a : operators()) {
      Sample sample = new Sample(seed);
      Field x = sample.inside(a.domain(), a.admissible());
      Linearization<Field> at = a.linearize(x);
      Throwable[] thrown = new Throwable[1];
      Thread other =
          new Thread(
              () -> {
                try {
                  at.jvp(x);
                } catch (TweedieException e) {
                  thrown[0] = e;
                }
              });
      other.start();
      other.join();
      at.close();
      boolean closed = false;
      try {
        at.vjp(sample.normal(a.range()));
      } catch (LifecycleException e) {
        closed = true;
      }
      if (!closed || !(thrown[0] instanceof LifecycleException)) {
        throw new Violation(
            "a LifecycleException after close and from another thread",
            (closed ? "" : "a result after close; ") + "from the other thread " + thrown[0],
            "Linearization.of keeps these rules for you");
      }
    }
  }

  @Rule("O-11")
  @FiveSeeds
  @Label("O-11 finite on its domain, and a NaN is not hidden")
  void finite(@ForAll long seed) {
    for (ForwardOperator a : operators()) {
      Sample sample = new Sample(seed);
      Field x = sample.inside(a.domain(), a.admissible());
      if (!a.apply(x).isFinite()) {
        throw new Violation(
            "finite measurements of a point of the declared domain",
            "a NaN or an infinity",
            "a domain that is declared too wide");
      }
      Field bad = Field.zeros(a.domain()).fill(Float.NaN);
      try {
        if (a.apply(bad).isFinite() && a.apply(x).norm() > 0) {
          throw new Violation(
              "NaN in, NaN out (or an exception)",
              "finite measurements of an image of NaN",
              "a NaN replaced, which turns a failure into a plausible image");
        }
      } catch (TweedieException e) {
        continue; // said so: as good
      }
    }
  }

  private List<LinearOperator> linear() {
    return operators().stream().flatMap(a -> a.linear().stream()).toList();
  }
}
