/** Loops over independent indices on a bounded pool. */
package org.tweedie.numerics.parallel;
