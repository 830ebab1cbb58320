package org.tweedie.engine;

import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.tweedie.api.error.InvalidInputException;
import org.tweedie.api.error.InvalidOptionException;
import org.tweedie.api.field.Field;
import org.tweedie.api.spi.OperatorProvider;

/**
 * What to reconstruct, and how. Immutable; made by {@link #builder()}.
 *
 * @param operator the id of the forward operator
 * @param inputs the operator's named inputs by id, {@link OperatorProvider#DATA} among them
 * @param prior the id of the prior; empty if {@code priorFile} names its provider by its suffix
 * @param priorFile a model file for the prior
 * @param sampler the id of the sampler
 * @param options options as text: {@code operator.x}, {@code prior.x}, {@code sampler.x}, or a bare
 *     name that only one of the three has
 * @param chains number of samples to draw, at least 1
 * @param seed the seed; every value is one, 0 too
 * @param batchLimit the largest number of chains that go through the prior at once, at least 1;
 *     more chains run in groups, one after another, with the same outcome
 * @param reference the true image if it is known, of the shape of the operator's images, real (a
 *     magnitude) or complex, in the data's units
 */
public record Request(
    String operator,
    Map<String, Field> inputs,
    Optional<String> prior,
    Optional<Path> priorFile,
    String sampler,
    Map<String, String> options,
    int chains,
    long seed,
    int batchLimit,
    Optional<Field> reference) {

  /** Chains that go through the prior at once unless another limit is set. */
  public static final int DEFAULT_BATCH_LIMIT = 8;

  /** Copies the maps and checks the numbers. */
  public Request {
    Objects.requireNonNull(operator, "operator");
    Objects.requireNonNull(sampler, "sampler");
    inputs = Collections.unmodifiableMap(new LinkedHashMap<>(inputs));
    options = Collections.unmodifiableMap(new LinkedHashMap<>(options));
    if (prior.isEmpty() && priorFile.isEmpty()) {
      throw new InvalidInputException("no prior was named", "give its id or a model file");
    }
    atLeastOne("number of chains", chains);
    atLeastOne("batch limit", batchLimit);
  }

  private static void atLeastOne(String what, int value) {
    if (value < 1) {
      throw new InvalidOptionException("the " + what + " is " + value, "give at least 1");
    }
  }

  /** A builder with one chain, seed 0 and no options. */
  public static Builder builder() {
    return new Builder();
  }

  /** Collects the parts of a request. */
  public static final class Builder {
    private final Map<String, Field> inputs = new LinkedHashMap<>();
    private final Map<String, String> options = new LinkedHashMap<>();
    private String operator = "";
    private Optional<String> prior = Optional.empty();
    private Optional<Path> priorFile = Optional.empty();
    private String sampler = "";
    private int chains = 1;
    private long seed;
    private int batchLimit = DEFAULT_BATCH_LIMIT;
    private Optional<Field> reference = Optional.empty();

    private Builder() {}

    /** The id of the forward operator. */
    public Builder operator(String id) {
      operator = id;
      return this;
    }

    /**
     * One named input.
     *
     * @param id its id in the operator's declaration, for example "data" or "mask"
     * @param value its value; not to be written to until the session is closed
     */
    public Builder input(String id, Field value) {
      inputs.put(id, value);
      return this;
    }

    /** The id of the prior. */
    public Builder prior(String id) {
      prior = Optional.of(id);
      return this;
    }

    /** A model file for the prior; without an id its suffix tells which prior reads it. */
    public Builder priorFile(Path file) {
      priorFile = Optional.of(file);
      return this;
    }

    /** The id of the sampler. */
    public Builder sampler(String id) {
      sampler = id;
      return this;
    }

    /**
     * One option.
     *
     * @param name with its prefix ("sampler.steps"), or bare ("steps") if only one of operator,
     *     prior and sampler has it
     * @param value as text
     */
    public Builder option(String name, String value) {
      options.put(name, value);
      return this;
    }

    /** Several options. */
    public Builder options(Map<String, String> more) {
      options.putAll(more);
      return this;
    }

    /** Number of samples. */
    public Builder chains(int n) {
      chains = n;
      return this;
    }

    /** The seed. */
    public Builder seed(long value) {
      seed = value;
      return this;
    }

    /** The largest number of chains that go through the prior at once. */
    public Builder batchLimit(int n) {
      batchLimit = n;
      return this;
    }

    /** The true image. */
    public Builder reference(Field image) {
      reference = Optional.of(image);
      return this;
    }

    /**
     * The request.
     *
     * @throws org.tweedie.api.error.TweedieException if no prior is named or a number is below 1
     */
    public Request build() {
      return new Request(
          operator,
          inputs,
          prior,
          priorFile,
          sampler,
          options,
          chains,
          seed,
          batchLimit,
          reference);
    }
  }
}
