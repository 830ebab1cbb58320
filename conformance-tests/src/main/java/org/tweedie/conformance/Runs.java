package org.tweedie.conformance;

import java.util.List;
import java.util.Map;
import org.tweedie.api.field.Field;
import org.tweedie.api.noise.Noise;
import org.tweedie.api.spi.operator.Likelihood;
import org.tweedie.api.spi.operator.Measurement;
import org.tweedie.api.spi.prior.Prior;
import org.tweedie.api.spi.sampler.ChainResult;
import org.tweedie.api.spi.sampler.Sampler;
import org.tweedie.engine.run.ChainRun;
import org.tweedie.engine.run.Chains;
import org.tweedie.engine.run.PreparedProblem;

/** Runs samplers as a session does. */
final class Runs {
  /** What messages call the sampler under test. */
  static final String ID = "under test";

  private static final int NO_LIMIT = 1 << 20; // every batch as the method asks for it

  private Runs() {}

  static PreparedProblem prepared(Likelihood likelihood, Prior prior) {
    Field nothing = Field.zeros(likelihood.operator().domain());
    return PreparedProblem.of(Measurement.of(likelihood, 1, nothing), prior, Map.of(), NO_LIMIT);
  }

  static ChainRun begin(Sampler sampler, PreparedProblem problem, Chains chains, Noise noise) {
    return ChainRun.begin(ID, sampler, problem, chains, noise);
  }

  /** What a run from begin to end comes to. */
  static List<ChainResult> results(
      Sampler sampler, PreparedProblem problem, Chains chains, Noise noise) {
    return finish(begin(sampler, problem, chains, noise));
  }

  /** What a run that goes on to its end comes to. */
  static List<ChainResult> finish(ChainRun run) {
    while (!run.done()) {
      run.advance();
    }
    return run.results();
  }

  /** The first sample of each chain of a run from begin to end. */
  static List<Field> samples(Sampler sampler, PreparedProblem problem, Chains chains, Noise noise) {
    return firsts(results(sampler, problem, chains, noise));
  }

  static List<Field> firsts(List<ChainResult> results) {
    return results.stream().map(r -> r.samples().get(0)).toList();
  }
}
