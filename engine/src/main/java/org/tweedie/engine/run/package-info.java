/**
 * Problems made ready for a sampler: aligned in the prior's units, completed by what can be
 * derived, counted, and guarded against values that are not finite.
 */
package org.tweedie.engine.run;
