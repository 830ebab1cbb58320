package org.tweedie.conformance;

import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import net.jqwik.api.ForAll;
import net.jqwik.api.Label;
import org.tweedie.api.field.Field;
import org.tweedie.api.noise.CounterNoise;
import org.tweedie.api.noise.Noise;
import org.tweedie.api.noise.Purpose;
import org.tweedie.api.spi.sampler.ChainResult;
import org.tweedie.engine.run.Chains;
import org.tweedie.engine.run.PreparedProblem;

/** The rules S-1 to S-4 and S-8: chains, seeds, and what a run leaves alone. */
abstract class SamplerContractRules extends SamplerBench {
  @Rule("S-1")
  @OneSeed
  @Label("S-1 chain 3 of 8 is chain 3 of 4 is chain 3 alone, bit for bit")
  void chainIndependence(@ForAll long seed) {
    each(
        (setting, closedForm, problem) -> {
          ChainResult ofEight = setting.run(problem, Chains.of(8), seed).get(3);
          ChainResult ofFour = setting.run(problem, Chains.of(4), seed).get(3);
          ChainResult alone = setting.run(problem, new Chains(3, 1), seed).get(0);
          if (!Compare.same(ofEight, ofFour) || !Compare.same(ofEight, alone)) {
            throw new Violation(
                "one and the same chain 3 with 8 chains, 4 chains and alone",
                "relative differences of "
                    + difference(ofEight, ofFour)
                    + " and "
                    + difference(ofEight, alone)
                    + " with "
                    + setting,
                "a norm or step size over the whole batch, or noise by position in the batch");
          }
        });
  }

  private static String difference(ChainResult a, ChainResult b) {
    return Compare.show(Compare.relative(a.samples().get(0), b.samples().get(0)));
  }

  @Rule("S-2")
  @OneSeed
  @Label("S-2 different chains get different noise")
  void chainsDiffer(@ForAll long seed) {
    each(
        (setting, closedForm, problem) -> {
          Counting noise = new Counting(new CounterNoise(seed));
          List<Field> all = Runs.samples(setting.sampler(), problem, Chains.of(6), noise);
          if (noise.draws.get() == 0) {
            return; // a deterministic estimate
          }
          for (int i = 0; i < all.size(); i++) {
            for (int j = 0; j < i; j++) {
              if (Compare.same(all.get(i), all.get(j))) {
                throw new Violation(
                    "6 different samples of 6 chains",
                    "chains " + j + " and " + i + " agree to the bit with " + setting,
                    "noise reused across chains");
              }
            }
          }
        });
  }

  @Rule("S-3")
  @OneSeed
  @Label("S-3 a seed determines the samples")
  void seeds(@ForAll long seed) {
    each(
        (setting, closedForm, problem) -> {
          List<ChainResult> first = setting.run(problem, Chains.of(2), seed);
          List<ChainResult> again = anew(setting).run(closedForm.open(), Chains.of(2), seed);
          if (!Compare.sameResults(first, again)) {
            throw new Violation(
                "the same bits from the same seed",
                "others with " + setting,
                "randomness from elsewhere than the bench, or a memory that outlives its run");
          }
        });
  }

  @Rule("S-4")
  @OneSeed
  @Label("S-4 any number of chains: one, two and three give as many samples as they should")
  void anyNumber(@ForAll long seed) {
    each(
        (setting, closedForm, problem) -> {
          for (int n = 1; n <= 3; n++) {
            try {
              complete(setting, problem, setting.run(problem, Chains.of(n), seed), n);
            } catch (RuntimeException e) {
              throw new Violation(
                  "the samples of " + n + " chains",
                  e + " with " + setting,
                  "a shape that is squeezed or guessed",
                  e);
            }
          }
        });
  }

  /** As many finite samples as chains are to give. */
  static void complete(
      Setting setting, PreparedProblem problem, List<ChainResult> results, int chains) {
    int each = setting.sampler().samplesPerChain();
    boolean fit = results.size() == chains;
    for (ChainResult r : results) {
      fit &= r.samples().size() == each;
      for (Field x : r.samples()) {
        fit &= x.space().equals(problem.problem().space()) && x.isFinite();
      }
    }
    if (!fit) {
      throw new Violation(
          chains + " times " + each + " finite samples in " + problem.problem().space(),
          results.stream().map(ChainResult::samples).toList() + " with " + setting,
          "an axis taken for the batch, a mean in place of the samples, or another number of"
              + " samples than samplesPerChain()");
    }
  }

  @Rule("S-8")
  @OneSeed
  @Label("S-8 the data are not written to")
  void dataUntouched(@ForAll long seed) {
    each(
        (setting, closedForm, problem) -> {
          Field data = problem.problem().likelihood().data();
          Field before = data.copy();
          setting.run(problem, Chains.of(2), seed);
          if (!Compare.same(before, data)) {
            throw new Violation(
                "y unchanged", "another y with " + setting, "a residual computed in place");
          }
          if (setting.sampler().exactness().statement().isBlank()) {
            throw new Violation(
                "one sentence on exactness", "none", "the claim has no stated limit or bias");
          }
        });
  }

  /** Counts draws, of any thread. */
  static final class Counting implements Noise {
    private final Noise noise;
    final AtomicLong draws = new AtomicLong();

    Counting(Noise noise) {
      this.noise = noise;
    }

    @Override
    public Field normals(int chain, long step, Purpose purpose, Field out) {
      draws.incrementAndGet();
      return noise.normals(chain, step, purpose, out);
    }

    @Override
    public void uniforms(int chain, long step, Purpose purpose, double[] out) {
      draws.incrementAndGet();
      noise.uniforms(chain, step, purpose, out);
    }
  }
}
