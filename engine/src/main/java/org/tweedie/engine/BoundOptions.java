package org.tweedie.engine;

import java.util.LinkedHashMap;
import java.util.Map;
import org.tweedie.api.option.Options;

/**
 * The options of a session, complete: what was not given has its default.
 *
 * @param operator of the operator
 * @param prior of the prior
 * @param sampler of the sampler
 */
public record BoundOptions(Options operator, Options prior, Options sampler) {
  /** Every value by its full name, for example "sampler.steps". */
  public Map<String, String> asMap() {
    Map<String, String> all = new LinkedHashMap<>();
    operator.asMap().forEach((k, v) -> all.put("operator." + k, v));
    prior.asMap().forEach((k, v) -> all.put("prior." + k, v));
    sampler.asMap().forEach((k, v) -> all.put("sampler." + k, v));
    return all;
  }
}
