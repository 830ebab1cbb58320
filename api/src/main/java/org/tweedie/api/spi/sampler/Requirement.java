package org.tweedie.api.spi.sampler;

import java.util.ArrayList;
import java.util.List;
import org.tweedie.api.spi.Capability;
import org.tweedie.api.spi.Capable;

/** A capability that a sampler needs, or one of several. Immutable. */
public final class Requirement {
  /** Whose capability. */
  public enum Owner {
    /** The likelihood. */
    LIKELIHOOD,
    /** The forward operator. */
    OPERATOR,
    /** The prior. */
    PRIOR
  }

  private final Owner of;
  private final List<Class<? extends Capability>> types;
  private final String reason;

  private Requirement(Owner of, List<Class<? extends Capability>> types, String reason) {
    this.of = of;
    this.types = List.copyOf(types);
    this.reason = reason;
  }

  /**
   * A capability of the likelihood.
   *
   * @param type the capability
   * @param reason a few words: what for
   */
  public static Requirement likelihood(Class<? extends Capability> type, String reason) {
    return new Requirement(Owner.LIKELIHOOD, List.of(type), reason);
  }

  /** A capability of the operator; like {@link #likelihood}. */
  public static Requirement operator(Class<? extends Capability> type, String reason) {
    return new Requirement(Owner.OPERATOR, List.of(type), reason);
  }

  /** A capability of the prior; like {@link #likelihood}. */
  public static Requirement prior(Class<? extends Capability> type, String reason) {
    return new Requirement(Owner.PRIOR, List.of(type), reason);
  }

  /** The same, met by this capability as well. */
  public Requirement or(Class<? extends Capability> other) {
    List<Class<? extends Capability>> more = new ArrayList<>(types);
    more.add(other);
    return new Requirement(of, more, reason);
  }

  /** Whose capability. */
  public Owner of() {
    return of;
  }

  /** The capabilities, any of which will do. */
  public List<Class<? extends Capability>> types() {
    return types;
  }

  /** What for, in a few words. */
  public String reason() {
    return reason;
  }

  /** True if a problem meets it. */
  public boolean isMetBy(Problem problem) {
    Capable owner =
        switch (of) {
          case LIKELIHOOD -> problem.likelihood();
          case OPERATOR -> problem.likelihood().operator();
          case PRIOR -> problem.prior();
        };
    return types.stream().anyMatch(t -> owner.capability(t).isPresent());
  }

  @Override
  public String toString() {
    return of + " " + types + " (" + reason + ")";
  }
}
