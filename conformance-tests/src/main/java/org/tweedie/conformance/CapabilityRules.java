package org.tweedie.conformance;

import static org.tweedie.conformance.Compare.show;

import java.util.List;
import java.util.Optional;
import net.jqwik.api.ForAll;
import net.jqwik.api.Label;
import org.tweedie.api.field.Field;
import org.tweedie.api.spi.Capability;
import org.tweedie.api.spi.operator.ForwardOperator;
import org.tweedie.api.spi.operator.LinearOperator;
import org.tweedie.api.spi.operator.NormBound;
import org.tweedie.api.spi.operator.NormalOperator;
import org.tweedie.api.spi.operator.NormalSolve;
import org.tweedie.api.spi.operator.NormalSystem;
import org.tweedie.api.spi.operator.PseudoInverse;
import org.tweedie.api.spi.operator.SpectralDecomposition;

/** The rules O-12 to O-18: the laws of an operator's capabilities. */
abstract class CapabilityRules extends LikelihoodRules {
  private static final double FLOAT = 1e-4; // a few hundred roundings of float32
  private static final List<Class<? extends Capability>> TYPES =
      List.of(
          NormBound.class,
          NormalOperator.class,
          NormalSolve.class,
          PseudoInverse.class,
          SpectralDecomposition.class);

  @Rule("O-12")
  @FiveSeeds
  @Label("O-12 what an operator can do does not change")
  void capabilitiesConstant(@ForAll long seed) {
    for (ForwardOperator a : operators()) {
      List<Class<? extends Capability>> before = capabilities(a);
      a.apply(new Sample(seed).inside(a.domain(), a.admissible()));
      List<Class<? extends Capability>> after = capabilities(a);
      if (!before.equals(after)) {
        throw new Violation(
            "the same capabilities after an application as before",
            names(after) + " after, " + names(before) + " before",
            "a capability that appears once something was computed");
      }
    }
  }

  private static List<Class<? extends Capability>> capabilities(ForwardOperator a) {
    return TYPES.stream().filter(t -> a.capability(t).isPresent()).toList();
  }

  private static List<String> names(List<Class<? extends Capability>> types) {
    return types.stream().map(Class::getSimpleName).toList();
  }

  @Override
  Optional<String> unbound(String rule) {
    return switch (rule) {
      case "O-1", "O-2" ->
          unless(
              operators().stream().anyMatch(a -> a.linear().isPresent()), "no operator is linear");
      case "O-13" -> unlessAny(NormalSolve.class);
      case "O-14" -> unlessAny(SpectralDecomposition.class);
      case "O-15" -> unlessAny(PseudoInverse.class);
      case "O-17" -> unlessAny(NormBound.class);
      case "O-18" -> unlessAny(NormalOperator.class);
      default -> super.unbound(rule);
    };
  }

  private Optional<String> unlessAny(Class<? extends Capability> type) {
    return unless(
        operators().stream().anyMatch(a -> a.capability(type).isPresent()),
        "no operator has the capability " + type.getSimpleName());
  }

  @Rule("O-13")
  @FiveSeeds
  @Label("O-13 the solve of (A*A + λI)x = b solves it as accurately as it says")
  void normalSolve(@ForAll long seed) {
    each(
        NormalSolve.class,
        (a, solve) -> {
          Sample sample = new Sample(seed);
          double norm = sampledNorm(a, sample);
          for (double relative : new double[] {1e-2, 1, 1e2}) {
            double lambda = relative * norm * norm;
            Field b = sample.normal(a.domain());
            Field start = sample.normal(a.domain());
            NormalSystem system = NormalSystem.of(lambda, b).from(start);
            NormalSolve.Solution s = solve.solve(system);
            Field r = a.adjoint(a.apply(s.x())).axpy(lambda, s.x()).subtract(b);
            double residual = r.norm() / b.norm();
            if (!(residual <= Math.max(2 * solve.accuracy().tolerance(), FLOAT))) {
              throw new Violation(
                  "‖(A*A + λI)x − b‖ ≤ max(2·tolerance, 1e-4)·‖b‖ with tolerance "
                      + solve.accuracy().tolerance(),
                  show(residual) + " at λ = " + show(lambda) + " on " + a.domain(),
                  "λ on another scale, or a solve for other data than A*A");
            }
            energyError(a, solve, system, s.x());
            if (s.relativeResidual() > 0 && residual > 10 * s.relativeResidual() + FLOAT) {
              throw new Violation(
                  "a reported residual of about " + show(residual),
                  show(s.relativeResidual()),
                  "the residual of a recursion instead of the true one");
            }
          }
        });
  }

  /** A caller that allows an error gets no more than an estimate of it may be wrong. */
  private static void energyError(
      LinearOperator a, NormalSolve solve, NormalSystem system, Field exact) {
    double error = 0.1 * energyNorm(a, system.lambda(), exact);
    Field e = solve.solve(system.within(error)).x().copy().subtract(exact);
    double left = energyNorm(a, system.lambda(), e);
    if (!(left <= 3 * error)) {
      throw new Violation(
          "√(‖Ae‖² + λ‖e‖²) ≤ 3·" + show(error) + ", the error that was allowed",
          show(left) + " at λ = " + show(system.lambda()) + " on " + a.domain(),
          "an iteration that stops by the change of x, or the error on another scale");
    }
  }

  private static double energyNorm(LinearOperator a, double lambda, Field x) {
    return Math.sqrt(a.apply(x).normSquared() + lambda * x.normSquared());
  }

  @Rule("O-14")
  @FiveSeeds
  @Label("O-14 the singular value decomposition reproduces A")
  void singularValues(@ForAll long seed) {
    each(
        SpectralDecomposition.class,
        (a, svd) -> {
          Sample sample = new Sample(seed);
          Field x = sample.normal(a.domain());
          Field c = svd.analyse(x).require(svd.spectrum(), "V*x");
          close(svd.synthesise(c), x, "V V*x = x", "V is not unitary");
          close(Math.abs(c.norm() / x.norm()), 1, "‖V*x‖ = ‖x‖", "V is not unitary");
          Field s = svd.singularValues().require(svd.spectrum(), "Σ");
          for (float v : s.data()) {
            if (!(v >= 0)) {
              throw new Violation("singular values of at least 0", show(v), "a sign left in Σ");
            }
          }
          Field ax = a.apply(x);
          Field sc = product(s, c);
          if (sc.norm() + ax.norm() > 0) {
            close(sc.norm() / ax.norm(), 1, "‖ΣV*x‖ = ‖Ax‖", "Σ is not that of A");
          }
          close(svd.analyseData(ax), sc, "U*Ax = ΣV*x", "U or Σ is not that of A");
          Field y = sample.normal(a.range());
          close(
              svd.synthesise(product(s, svd.analyseData(y))),
              a.adjoint(y),
              "VΣU*y = A*y",
              "U or Σ is not that of A");
        });
  }

  @Rule("O-15")
  @FiveSeeds
  @Label("O-15 the pseudo-inverse is Moore and Penrose's")
  void pseudoInverse(@ForAll long seed) {
    each(
        PseudoInverse.class,
        (a, plus) -> {
          double tolerance = Math.max(10 * plus.accuracy().tolerance(), 1e-3);
          Sample sample = new Sample(seed);
          Field ax = a.apply(sample.normal(a.domain()));
          close(a.apply(plus.pseudoInverse(ax)), ax, tolerance, "A A⁺A = A");
          Field y = sample.normal(a.range());
          Field back = plus.pseudoInverse(y);
          close(plus.pseudoInverse(a.apply(back)), back, tolerance, "A⁺A A⁺ = A⁺");
          // Residuals are orthogonal to the range, results to the null space.
          Field r = a.apply(back).subtract(y);
          double orthogonal = Math.abs(r.dot(ax)) / Math.max(y.norm() * ax.norm(), 1e-30);
          Field w = sample.normal(a.domain());
          Field nothing = w.copy().subtract(plus.pseudoInverse(a.apply(w)));
          double minimal = Math.abs(nothing.dot(back)) / Math.max(w.norm() * back.norm(), 1e-30);
          if (!(orthogonal <= tolerance && minimal <= tolerance)) {
            throw new Violation(
                "A A⁺ and A⁺A symmetric within " + tolerance,
                "cosines of " + show(orthogonal) + " and " + show(minimal),
                "a generalised inverse that is not the Moore-Penrose one");
          }
        });
  }

  @Rule("O-17")
  @FiveSeeds
  @Label("O-17 the norm bound bounds the norm")
  void normBound(@ForAll long seed) {
    for (ForwardOperator a : operators()) {
      Optional<NormBound> bound = a.capability(NormBound.class);
      if (bound.isEmpty()) {
        continue;
      }
      double norm = sampledNorm(a, new Sample(seed));
      double slack = bound.get().accuracy().isExact() ? 1e-4 : 0.1;
      if (!(bound.get().norm() >= norm * (1 - slack))) {
        throw new Violation(
            "a bound of at least " + show(norm) + ", which a vector reaches",
            show(bound.get().norm()) + " on " + a.domain(),
            "the norm of something else, or its square root");
      }
    }
  }

  @Rule("O-18")
  @FiveSeeds
  @Label("O-18 A*A in one go is A* after A")
  void normalOperator(@ForAll long seed) {
    each(
        NormalOperator.class,
        (a, normal) -> {
          Field x = new Sample(seed).normal(a.domain());
          close(normal.normal(x), a.adjoint(a.apply(x)), "A*A x", "another gain, or another A");
        });
  }

  /** A lower bound of ‖J‖ that power iteration makes close. */
  private static double sampledNorm(ForwardOperator a, Sample sample) {
    Field x = sample.inside(a.domain(), a.admissible());
    Field v = sample.normal(a.domain());
    double norm = 0;
    try (var at = a.linearize(x)) {
      for (int i = 0; i < 8 && v.norm() > 0; i++) {
        v.scale(1 / v.norm());
        Field av = at.jvp(v);
        norm = Math.max(norm, av.norm());
        v = at.vjp(av);
      }
    }
    return norm == 0 ? 1 : norm;
  }

  private static void close(Field seen, Field expected, String law, String cause) {
    double error = Compare.relative(seen, expected);
    if (!(error <= FLOAT)) {
      throw new Violation(
          law + " within 1e-4 on " + expected.space(),
          "norms "
              + show(seen.norm())
              + " and "
              + show(expected.norm())
              + ", relative difference "
              + show(error),
          cause);
    }
  }

  private static void close(Field seen, Field expected, double tolerance, String law) {
    double error = Compare.relative(seen, expected);
    if (!(error <= tolerance)) {
      throw new Violation(
          law + " within " + tolerance,
          "a relative difference of " + show(error),
          "the adjoint, or another generalised inverse, in place of A⁺");
    }
  }

  private static void close(double seen, double expected, String law, String cause) {
    if (!(Math.abs(seen - expected) <= 1e-3 * Math.abs(expected))) {
      throw new Violation(law + " within 1e-3", "a ratio of " + show(seen), cause);
    }
  }

  /** Σ·c, real component by real component. */
  private static Field product(Field s, Field c) {
    return c.copy().multiply(s);
  }

  private <C extends Capability> void each(Class<C> type, Law<C> law) {
    for (ForwardOperator a : operators()) {
      Optional<C> c = a.capability(type);
      if (c.isEmpty()) {
        continue;
      }
      LinearOperator linear =
          a.linear()
              .orElseThrow(
                  () ->
                      new Violation(
                          type.getSimpleName() + " on linear operators only",
                          a.getClass().getSimpleName() + " is not linear",
                          "a capability that a nonlinear operator cannot have"));
      law.check(linear, c.get());
    }
  }

  private interface Law<C> {
    void check(LinearOperator a, C capability);
  }
}
