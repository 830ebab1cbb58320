/** What the skeletons share: the terms in which methods see the data, where runs begin, units. */
package org.tweedie.samplers.core;
