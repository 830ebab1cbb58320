package org.tweedie.conformance;

import static org.tweedie.conformance.Compare.show;

import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Label;
import org.tweedie.api.error.LifecycleException;
import org.tweedie.api.error.TweedieException;
import org.tweedie.api.field.Field;
import org.tweedie.api.field.Scalar;
import org.tweedie.api.field.Space;
import org.tweedie.api.spi.Pullback;
import org.tweedie.api.spi.prior.DifferentiableDenoiser;
import org.tweedie.api.spi.prior.Prior;
import org.tweedie.api.spi.prior.PriorCard;

/**
 * The rules P-1 to P-13 for priors. Extend it in your test sources and say how to open the prior
 * and on which spaces.
 */
public abstract class PriorRules extends PriorDensityRules {
  /** For subclasses. */
  protected PriorRules() {}

  @Rule("P-1")
  @FiveSeeds
  @Label("P-1 for σ → 0 the denoiser is the identity")
  void identityWithoutNoise(@ForAll long seed) {
    each(
        seed,
        (prior, space, sample) -> {
          double sigma = level(prior, 1e-3);
          // Twice denoised: an image that the prior has no reason to change.
          Field u = one(prior, natural(prior, space, sample), sigma);
          double rms = one(prior, u, sigma).subtract(u).norm() / Math.sqrt(u.data().length);
          if (!(rms <= 3 * sigma)) {
            throw new Violation(
                "‖D(u, σ) − u‖ ≤ 3σ√d at the smallest noise level, σ = " + show(sigma),
                show(rms / sigma) + "σ√d on " + space,
                "a skip connection with the wrong weight, or another scale of u or σ");
          }
        });
  }

  @Rule("P-2")
  @FiveSeeds
  @Label("P-2 vjp is the transpose of the denoiser's derivative")
  void derivative(@ForAll long seed) {
    eachDifferentiable(
        seed,
        (prior, space, sample) -> {
          for (double fraction : new double[] {0.1, 1}) {
            double sigma = level(prior, fraction);
            Field u = natural(prior, space, sample).axpy(sigma, sample.normal(space));
            Field v = sample.normal(space);
            Field w = sample.normal(space);
            double slope;
            try (Pullback<List<Field>> at = differentiable(prior).linearize(List.of(u), sigma)) {
              slope = at.vjp(List.of(v)).get(0).require(space, "Jᵀv").dot(w);
            }
            againstDifferences(prior, u, sigma, v, w, slope);
          }
        });
  }

  private static void againstDifferences(
      Prior prior, Field u, double sigma, Field v, Field w, double slope) {
    double numeric = Double.NaN;
    double best = Double.POSITIVE_INFINITY;
    double change = 0;
    for (double h = 0.3 * sigma; h > 1e-4 * sigma; h /= 4) {
      Field d =
          one(prior, u.copy().axpy(h, w), sigma)
              .subtract(one(prior, u.copy().axpy(-h, w), sigma))
              .scale(1 / (2 * h));
      if (Math.abs(d.dot(v) - slope) < best) {
        best = Math.abs(d.dot(v) - slope);
        numeric = d.dot(v);
        change = d.norm() * v.norm() / Math.sqrt(v.data().length);
      }
    }
    if (!(best <= 1e-2 * Math.max(change, Math.abs(numeric)))) {
      throw new Violation(
          "⟨Jᵀv, w⟩ = ⟨v, (D(u + hw) − D(u − hw))/2h⟩ within 1e-2 at σ = " + show(sigma),
          show(slope) + " and " + show(numeric) + " on " + u.space(),
          Diagnosis.factor(slope, numeric, "vjp")
              + "; or a Jacobian that is left out, or one of the network without its scalings");
    }
  }

  @Rule("P-3")
  @FiveSeeds
  @Label("P-3 several vjps on one pass are independent of one another")
  void severalProducts(@ForAll long seed) {
    eachDifferentiable(
        seed,
        (prior, space, sample) -> {
          double sigma = level(prior, 0.3);
          Field u = natural(prior, space, sample);
          Field v = sample.normal(space);
          Field w = sample.normal(space);
          try (Pullback<List<Field>> at = differentiable(prior).linearize(List.of(u), sigma)) {
            Field first = at.vjp(List.of(v)).get(0).copy();
            Field other = at.vjp(List.of(w)).get(0).copy();
            Field again = at.vjp(List.of(v)).get(0).copy();
            Field sum = at.vjp(List.of(v.copy().add(w))).get(0);
            double repeat = Compare.relative(first, again);
            double linear = Compare.relative(sum, first.copy().add(other));
            if (!(repeat <= 1e-4 && linear <= 1e-3)) {
              throw new Violation(
                  "vjp(v) the same at every call within 1e-4, and linear within 1e-3",
                  "relative differences of " + show(repeat) + " and " + show(linear),
                  "gradients that accumulate over the calls");
            }
          }
        });
  }

  @Rule("P-4")
  @FiveSeeds
  @Label("P-4 a batch of n equals n batches of one")
  void batches(@ForAll long seed) {
    each(
        seed,
        (prior, space, sample) -> {
          double sigma = level(prior, 0.3);
          List<Field> batch = new ArrayList<>();
          for (int i = 0; i < 3; i++) {
            // Of very different sizes, so that a norm taken over the batch shows.
            batch.add(sample.normal(space).scale(scale(prior) * (0.1 + i)));
          }
          List<Field> together = denoise(prior, batch, sigma);
          if (together.size() != batch.size()) {
            throw new Violation("3 images for 3", together.size() + "", "a batch cut short");
          }
          for (int i = 0; i < batch.size(); i++) {
            double error = Compare.relative(together.get(i), one(prior, batch.get(i), sigma));
            if (!(error <= 1e-4)) {
              throw new Violation(
                  "image " + i + " of a batch of 3 as it is alone, within 1e-4",
                  "a relative difference of " + show(error) + " on " + space,
                  "statistics over the batch (batch normalisation in training mode, a global norm)");
            }
          }
        });
  }

  @Rule("P-7")
  @FiveSeeds
  @Label("P-7 the card is honest: spaces, noise levels and value range")
  void card(@ForAll long seed) {
    each(
        seed,
        (prior, space, sample) -> {
          PriorCard card = prior.card();
          if (!card.accepts(space) || !(card.sigmaMin() <= card.sigmaMax())) {
            throw new Violation(
                "a card that accepts " + space + " and sigmaMin ≤ sigmaMax",
                card.spacesInWords() + ", " + card.sigmaMin() + " … " + card.sigmaMax(),
                "a card of another model");
          }
          Field u = natural(prior, space, sample);
          for (double sigma : new double[] {level(prior, 1e-4), level(prior, 1e4)}) {
            Field noisy = u.copy().axpy(sigma, sample.normal(space));
            Field d = one(prior, noisy, sigma);
            if (!d.isFinite()) {
              throw new Violation(
                  "finite images over the whole range of noise levels",
                  "a NaN or an infinity at σ = " + show(sigma),
                  "a noise level on the card that the prior was not made for");
            }
            inRange(card, d, sigma);
          }
          refusesOthers(prior, space, sample);
        });
  }

  /** Half the range of slack: a denoiser may overshoot, an unscaled one is off by much more. */
  private static void inRange(PriorCard card, Field d, double sigma) {
    if (!card.range().isBounded()) {
      return;
    }
    double slack = (card.range().high() - card.range().low()) / 2;
    int step = d.space().scalar().components();
    for (int i = 0; i < d.data().length; i += step) {
      double v =
          d.space().scalar() == Scalar.REAL
              ? d.data()[i]
              : Math.hypot(d.data()[i], d.data()[i + 1]);
      if (v > card.range().high() + slack || v < card.range().low() - slack) {
        throw new Violation(
            "values within " + card.range() + " and half as much again",
            show(v) + " at σ = " + show(sigma),
            "a range in other units than the prior's");
      }
    }
  }

  private static void refusesOthers(Prior prior, Space space, Sample sample) {
    int[] shape = java.util.Arrays.copyOf(space.shape(), space.rank() + 1);
    shape[space.rank()] = 3;
    Space wrong = Space.of(space.scalar(), shape);
    if (prior.card().accepts(wrong)) {
      return;
    }
    try {
      denoise(prior, List.of(sample.normal(wrong)), level(prior, 0.3));
    } catch (TweedieException e) {
      return;
    } catch (RuntimeException e) {
      throw new Violation(
          "a TweedieException for images in " + wrong, e.toString(), "the space is not checked", e);
    }
    throw new Violation(
        "images in " + wrong + " refused by a prior for " + prior.card().spacesInWords(),
        "a result",
        "the space is not checked");
  }

  @Rule("P-8")
  @FiveSeeds
  @Label("P-8 arguments are not written to, and results are new fields")
  void purity(@ForAll long seed) {
    each(
        seed,
        (prior, space, sample) -> {
          double sigma = level(prior, 0.3);
          Field u = natural(prior, space, sample);
          Field before = u.copy();
          Field first = one(prior, u, sigma);
          Field kept = first.copy();
          Field second = one(prior, u.copy().scale(0.5), sigma);
          if (!Compare.same(u, before)
              || first.data() == second.data()
              || first.data() == u.data()
              || !Compare.same(first, kept)) {
            throw new Violation(
                "the batch left alone and new fields returned",
                Compare.same(u, before) ? "a buffer that is used again" : "a batch that changed",
                "work in place");
          }
        });
  }

  @Rule("P-9")
  @FiveSeeds
  @Label("P-9 the same batch gives the same images")
  void determinism(@ForAll long seed) {
    each(
        seed,
        (prior, space, sample) -> {
          double sigma = level(prior, 0.3);
          Field u = sample.normal(space).scale(scale(prior));
          Field first = one(prior, u, sigma);
          one(prior, sample.normal(space), level(prior, 0.6));
          double error = Compare.relative(first, one(prior, u, sigma));
          if (!(error <= 1e-6)) {
            throw new Violation(
                "the same image at every call within 1e-6",
                "a relative difference of " + show(error),
                "dropout left on, or randomness from elsewhere than the noise source");
          }
        });
  }

  @Rule("P-10")
  @FiveSeeds
  @Label("P-10 after close nothing works, and a second close does nothing")
  void closed(@ForAll long seed) {
    each(
        seed,
        (prior, space, sample) -> {
          Field u = sample.normal(space);
          double sigma = level(prior, 0.3);
          if (prior.capability(DifferentiableDenoiser.class).isPresent()) {
            Pullback<List<Field>> at = differentiable(prior).linearize(List.of(u), sigma);
            at.close();
            fails(() -> at.vjp(List.of(u)), "vjp on a closed pullback");
          }
          prior.close();
          fails(() -> denoise(prior, List.of(u), sigma), "denoise on a closed prior");
          prior.close();
        });
  }

  private static void fails(Runnable call, String what) {
    try {
      call.run();
    } catch (TweedieException e) {
      return;
    } catch (RuntimeException e) {
      throw new Violation("a TweedieException from " + what, e.toString(), "no check of life", e);
    }
    throw new Violation(what + " fails", "a result", "no check of life: freed memory is next");
  }

  @Rule("P-11")
  @FiveSeeds
  @Label("P-11 no more pullbacks are open at once than the prior says")
  void openPullbacks(@ForAll long seed) {
    eachDifferentiable(
        seed,
        (prior, space, sample) -> {
          DifferentiableDenoiser d = differentiable(prior);
          if (d.maxOpen() > 64) {
            return; // as good as unlimited
          }
          List<Field> batch = List.of(natural(prior, space, sample));
          double sigma = level(prior, 0.3);
          List<Pullback<List<Field>>> open = new ArrayList<>();
          boolean refused = false;
          try {
            for (int i = 0; i < d.maxOpen(); i++) {
              open.add(d.linearize(batch, sigma));
            }
            open.add(d.linearize(batch, sigma));
          } catch (LifecycleException e) {
            refused = open.size() == d.maxOpen();
          } finally {
            open.forEach(Pullback::close);
          }
          d.linearize(batch, sigma).close(); // a place is free again
          if (!refused) {
            throw new Violation(
                "a LifecycleException at pullback " + (d.maxOpen() + 1),
                open.size() + " open at once",
                "maxOpen() is not enforced, or not reached");
          }
        });
  }

  @Rule("P-12")
  @FiveSeeds
  @Label("P-12 a NaN in the image is not hidden")
  void nan(@ForAll long seed) {
    each(
        seed,
        (prior, space, sample) -> {
          Field u = sample.normal(space).fill(Float.NaN);
          try {
            if (one(prior, u, level(prior, 0.3)).isFinite()) {
              throw new Violation(
                  "NaN in, NaN out (or an exception)",
                  "a finite image",
                  "a NaN replaced, which turns a failure into a plausible image");
            }
          } catch (TweedieException e) {
            return; // said so: as good
          }
        });
  }

  @Rule("P-13")
  @FiveSeeds
  @Label("P-13 the value of a pullback is the denoised batch")
  void value(@ForAll long seed) {
    eachDifferentiable(
        seed,
        (prior, space, sample) -> {
          double sigma = level(prior, 0.3);
          List<Field> batch = List.of(natural(prior, space, sample), sample.normal(space));
          List<Field> plain = denoise(prior, batch, sigma);
          try (Pullback<List<Field>> at = differentiable(prior).linearize(batch, sigma)) {
            for (int i = 0; i < batch.size(); i++) {
              double error = Compare.relative(at.value().get(i), plain.get(i));
              if (!(error <= 1e-4)) {
                throw new Violation(
                    "linearize(batch).value() = denoise(batch) within 1e-4",
                    "a relative difference of " + show(error) + " in image " + i,
                    "training mode on in one of the two");
              }
            }
          }
        });
  }

  private void eachDifferentiable(long seed, Check check) {
    each(
        seed,
        (prior, space, sample) -> {
          if (prior.capability(DifferentiableDenoiser.class).isPresent()) {
            check.on(prior, space, sample);
          }
        });
  }

  private static DifferentiableDenoiser differentiable(Prior prior) {
    return prior.capability(DifferentiableDenoiser.class).orElseThrow();
  }
}
