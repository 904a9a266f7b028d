import type { RobotMove, TravelSlots } from '../speech/travel-slots.js';
import { travelSlots } from '../speech/travel-slots.js';
import { DeclaredTools } from './declared-tools.js';
import type { DeclaredTool, ToolRequest } from './declared-tools.js';
import * as tara from './tara-says.js';
import { readToolOutput } from './tool-output.js';
import type { OfferedPackage, ToolOutput } from './tool-output.js';

export type { DeclaredTool, ToolRequest } from './declared-tools.js';

export interface Reply {
  /** What to say; nothing when absent. */
  say?: string;
  /** Tools to call in the same response. */
  calls?: ToolRequest[];
}

export interface HeardTurn {
  text: string;
  slots: TravelSlots;
  unclear: boolean;
}

/** Why packages are looked for: it decides what is said of them. */
type Search = 'offer' | 'offer again, asking for less' | 'destinations';

/** One session's talk about travel: deterministic, without I/O; it uses only the tools the session declared. */
export class TravelDialogue {
  private tools = new DeclaredTools();

  private readonly wish: Pick<TravelSlots, 'destination' | 'nights' | 'people' | 'budget'> = {};
  private readonly customer: Pick<TravelSlots, 'name' | 'email' | 'phone'> = {};
  private search: Search = 'offer';
  private found: OfferedPackage[] = [];
  private chosen: OfferedPackage | undefined;
  private leadSaved = false;
  /** A quote was asked for and waits for something it needs. */
  private quoteWanted = false;
  private quoteOffered = false;
  private hasExplained = false;

  /** Takes the tools of the latest `session.update`. */
  declare(tools: readonly DeclaredTool[]): void {
    this.tools = new DeclaredTools(tools);
  }

  greet(_instructions?: string): Reply {
    return { say: tara.GREETING };
  }

  /** Typed text takes the same way as speech. */
  read(text: string): Reply {
    return this.hear({ text, slots: travelSlots(text), unclear: false });
  }

  hear({ text, slots, unclear }: HeardTurn): Reply {
    if (unclear) return this.askAgain();
    const offered = this.quoteOffered;
    this.quoteOffered = false;
    this.learn(slots);

    switch (slots.intent) {
      case 'greet':
        return { say: /how are you/i.test(text) ? tara.HOW_ARE_YOU : tara.GREETING };
      case 'find_packages':
        return this.findPackages(slots);
      case 'list_destinations':
        return this.look('destinations', {});
      case 'describe_package':
        return this.describe();
      case 'give_contact':
        return this.takeLead();
      case 'quote':
        return this.quote();
      case 'move_robot':
        return slots.robot ? this.move(slots.robot) : { say: tara.NO_ROBOT };
      case 'yes':
        return offered ? this.quote() : { say: tara.ANYTHING_ELSE };
      case 'no':
        this.quoteWanted = false;
        return { say: tara.ALL_RIGHT };
      case 'thanks':
        return { say: tara.WELCOME };
      case 'goodbye':
        return this.part();
      case 'unknown':
        return { say: tara.UNKNOWN };
    }
  }

  toolResult(_callId: string, name: string, output: string): Reply {
    const read = readToolOutput(output);
    switch (name) {
      case 'find_packages':
        return this.tellPackages(read);
      case 'save_customer_lead':
        return this.tellLead(read);
      case 'create_quote':
        return { say: read.success ? tara.quoteMade(read) : tara.failed(read) };
      case 'disconnect_call':
        return { say: tara.goodbye(this.customer.name) };
      case 'robot_action':
        return read.success ? {} : { say: tara.MOVED_NOT };
      default:
        return read.message ? { say: read.message } : {};
    }
  }

  /** What is understood here, and how to get more, is a long sentence: it is said once a talk. */
  private askAgain(): Reply {
    const say = this.hasExplained ? tara.UNCLEAR_AGAIN : tara.UNCLEAR_SPEECH;
    this.hasExplained = true;
    return { say };
  }

  private learn({ destination, nights, people, budget, name, email, phone, choice }: TravelSlots): void {
    const moved = destination !== undefined && destination !== this.wish.destination;
    // Another place is another search: what was found before is not what a quote would be about.
    if (moved) [this.found, this.chosen] = [[], undefined];
    Object.assign(this.wish, known({ destination, nights, people, budget }));
    Object.assign(this.customer, known({ name, email, phone }));
    if (choice !== undefined) this.chosen = this.found[choice - 1] ?? this.chosen;
  }

  private findPackages({ destination, people, nights, budget }: TravelSlots): Reply {
    if (this.quoteWanted && people !== undefined && destination === undefined) return this.quote();
    const wishes = people ?? nights ?? budget;
    if (wishes !== undefined && !this.wish.destination) return { say: tara.NOTED };
    return this.lookForWish();
  }

  private lookForWish(): Reply {
    const { destination, nights, budget } = this.wish;
    return this.look('offer', { ...this.place(destination), nights, max_price: budget });
  }

  private look(search: Search, facts: Record<string, unknown>): Reply {
    const calls = this.tools.request('find_packages', facts);
    if (calls.length === 0) return { say: tara.NO_SEARCH };
    this.search = search;
    return { calls };
  }

  /** Under the tool's own name for it; older tools have one query for everything. */
  private place(destination: string | undefined): Record<string, unknown> {
    const field = this.tools.asksFor('find_packages', 'destination') ? 'destination' : 'query';
    return { [field]: destination };
  }

  private tellPackages(output: ToolOutput): Reply {
    if (!output.success) return { say: tara.failed(output) };
    if (!output.packages) {
      this.quoteOffered = true;
      return { say: tara.packageDescribed(output, this.chosen) };
    }
    if (this.search === 'destinations') return { say: tara.destinationsFound(output) };

    const { destination, nights, budget } = this.wish;
    const mayAskForLess = this.search === 'offer' && (nights ?? budget) !== undefined;
    if (output.packages.length === 0 && destination && mayAskForLess) {
      return this.look('offer again, asking for less', this.place(destination));
    }
    this.found = output.packages;
    this.chosen = output.packages[0];
    this.quoteOffered = this.chosen !== undefined;
    return { say: tara.packagesFound(output, destination) };
  }

  private describe(): Reply {
    if (!this.chosen) return { say: tara.SEARCH_FIRST };
    if (this.tools.asksFor('find_packages', 'package_id')) {
      return this.look('offer', { package_id: this.chosen.id });
    }
    this.quoteOffered = true;
    return { say: tara.packageDescribed({ success: true }, this.chosen) };
  }

  /** A lead is saved once, as soon as there is a name and a way to reach the person: a doubled lead is worse than a short one. */
  private takeLead(): Reply {
    const { name, phone, email } = this.customer;
    if (!name) return { say: tara.YOUR_NAME };
    if (!phone && !email) return { say: tara.askForContact(name) };
    if (this.leadSaved) return this.goOn(tara.leadSaved(name));
    const calls = this.tools.request('save_customer_lead', { name, phone, email, details: this.details() });
    return calls.length > 0 ? { calls } : this.goOn(tara.NO_LEADS);
  }

  private tellLead(output: ToolOutput): Reply {
    if (!output.success) return { say: tara.failed(output) };
    this.leadSaved = true;
    return this.goOn(output.summary ?? tara.leadSaved(this.customer.name ?? ''));
  }

  /** Back to the quote that waited, or on to the next offer. */
  private goOn(said: string): Reply {
    if (this.quoteWanted) {
      const { say, calls } = this.quote();
      return { say: [said, say].filter(Boolean).join(' '), ...(calls && { calls }) };
    }
    this.quoteOffered = this.chosen !== undefined;
    return { say: `${said} ${this.chosen ? tara.OFFER_QUOTE : tara.ANYTHING_ELSE}` };
  }

  private quote(): Reply {
    const { name, email, phone } = this.customer;
    const { people } = this.wish;
    if (!this.tools.has('create_quote')) return { say: tara.NO_QUOTES };
    if (!this.chosen) return this.wish.destination ? this.lookForWish() : { say: tara.SEARCH_FIRST };
    this.quoteWanted = true;
    if (people === undefined) return { say: tara.FOR_HOW_MANY };
    if (!name) return { say: tara.YOUR_NAME };
    this.quoteWanted = false;
    return {
      calls: this.tools.request('create_quote', {
        customer_name: name,
        customerName: name,
        customer_email: email,
        customerEmail: email,
        customer_phone: phone,
        customerPhone: phone,
        package_id: this.chosen.id,
        packageId: this.chosen.id,
        travellers: people,
        people,
      }),
    };
  }

  private move(robot: RobotMove): Reply {
    const calls = this.tools.request('robot_action', { ...robot });
    return calls.length > 0 ? { say: tara.moving(robot), calls } : { say: tara.NO_ROBOT };
  }

  /** Where the call can be ended, the goodbye is said after the tool: it is what ends it. */
  private part(): Reply {
    const calls = this.tools.request('disconnect_call', { reason: 'customer_done' });
    return calls.length > 0 ? { calls } : { say: tara.goodbye(this.customer.name) };
  }

  private details(): string | undefined {
    const { destination, nights, people, budget } = this.wish;
    const parts = [
      destination && `Destination: ${destination}`,
      nights && `nights: ${nights}`,
      people && `people: ${people}`,
      budget && `budget: ${budget} US dollars`,
    ];
    return parts.filter(Boolean).join(', ') || undefined;
  }
}

function known<T extends object>(facts: T): Partial<T> {
  const entries = Object.entries(facts).filter(([, value]) => value !== undefined);
  return Object.fromEntries(entries) as Partial<T>;
}
