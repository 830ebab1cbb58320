package org.tweedie.engine;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import org.tweedie.api.spi.Citation;
import org.tweedie.api.spi.prior.PriorCard;
import org.tweedie.api.spi.sampler.Exactness;

/**
 * Everything needed to repeat and to cite a run.
 *
 * @param operator id of the operator
 * @param prior id of the prior
 * @param sampler id of the sampler
 * @param versions versions by module name: Tweedie's own, the providers', and "java"; "unknown"
 *     where a module has none
 * @param options every option bound
 * @param seed the seed
 * @param samples number of samples asked for
 * @param chains number of chains that give them
 * @param batchLimit the largest number of images that a prior sees at once
 * @param scale the value in the data's units that the prior sees as 1; 1 if the prior's range is
 *     unbounded and data are taken as they are
 * @param sigma noise level of a real component in the data's units, of Gaussian noise
 * @param card of the prior
 * @param exactness what the sampler claims
 * @param citations of operator, prior and sampler by id; without those that have none
 */
public record Provenance(
    String operator,
    String prior,
    String sampler,
    Map<String, String> versions,
    BoundOptions options,
    long seed,
    int samples,
    int chains,
    int batchLimit,
    double scale,
    OptionalDouble sigma,
    PriorCard card,
    Exactness exactness,
    Map<String, List<Citation>> citations) {
  /** Copies the maps, in order. */
  public Provenance {
    versions = Collections.unmodifiableMap(new LinkedHashMap<>(versions));
    citations = Collections.unmodifiableMap(new LinkedHashMap<>(citations));
  }
}
