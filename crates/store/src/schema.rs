//! The tables, as diesel sees them. The same for both databases.

diesel::table! {
    id_block (name) {
        name -> Text,
        next -> BigInt,
    }
}

diesel::table! {
    number_seq (year) {
        year -> Integer,
        next -> BigInt,
    }
}

diesel::table! {
    setting (key) {
        key -> Text,
        value -> Text,
    }
}

diesel::table! {
    brand (id) {
        id -> BigInt,
        public_id -> Text,
        name -> Text,
        doc -> Text,
        revision -> BigInt,
    }
}

diesel::table! {
    team (id) {
        id -> BigInt,
        public_id -> Text,
        name -> Text,
        doc -> Text,
        revision -> BigInt,
    }
}

diesel::table! {
    operator (id) {
        id -> BigInt,
        public_id -> Text,
        login -> Text,
        name -> Text,
        role -> Text,
        password_hash -> Text,
        lang -> Text,
        zone -> Text,
        active -> Bool,
        created_at -> BigInt,
        version -> BigInt,
    }
}

diesel::table! {
    team_member (team_id, operator_id) {
        team_id -> BigInt,
        operator_id -> BigInt,
    }
}

diesel::table! {
    absence (operator_id) {
        operator_id -> BigInt,
        deputy_id -> BigInt,
        from_at -> BigInt,
        until_at -> BigInt,
    }
}

diesel::table! {
    calendar (id) {
        id -> BigInt,
        name -> Text,
        version -> BigInt,
        doc -> Text,
        is_current -> Bool,
        created_at -> BigInt,
    }
}

diesel::table! {
    policy (id) {
        id -> BigInt,
        name -> Text,
        version -> BigInt,
        position -> BigInt,
        doc -> Text,
        is_current -> Bool,
        created_at -> BigInt,
    }
}

diesel::table! {
    channel (id) {
        id -> BigInt,
        public_id -> Text,
        kind -> Text,
        name -> Text,
        brand_id -> BigInt,
        team_id -> Nullable<BigInt>,
        doc -> Text,
        enabled -> Bool,
        revision -> BigInt,
    }
}

diesel::table! {
    source_lease (channel_id) {
        channel_id -> BigInt,
        node -> Text,
        until -> BigInt,
    }
}

diesel::table! {
    channel_state (channel_id) {
        channel_id -> BigInt,
        state -> Text,
        words -> Text,
        since -> BigInt,
        node -> Text,
        leased_until -> BigInt,
    }
}

diesel::table! {
    client (id) {
        id -> BigInt,
        public_id -> Text,
        name -> Text,
        lang -> Text,
        zone -> Text,
        segment -> Text,
        created_at -> BigInt,
        version -> BigInt,
        merged_into -> Nullable<BigInt>,
        name_key -> Text,
        company -> Text,
        no_calls -> Bool,
        call_hours -> Text,
    }
}

diesel::table! {
    client_wish (id) {
        id -> BigInt,
        client_id -> BigInt,
        topic -> Text,
        kind -> Text,
    }
}

diesel::table! {
    client_claim (id) {
        id -> BigInt,
        client_id -> BigInt,
        kind -> Text,
        value -> Text,
        at -> BigInt,
    }
}

diesel::table! {
    client_merge (id) {
        id -> BigInt,
        public_id -> Text,
        absorbed_id -> BigInt,
        survivor_id -> BigInt,
        at -> BigInt,
        actor_kind -> Text,
        actor_id -> BigInt,
        doc -> Text,
        undone_at -> BigInt,
    }
}

diesel::table! {
    client_moved (merge_id, what, row_id) {
        merge_id -> BigInt,
        what -> Text,
        row_id -> BigInt,
        address_id -> BigInt,
    }
}

diesel::table! {
    handoff (entry_id) {
        entry_id -> BigInt,
        ticket_id -> BigInt,
        channel_id -> BigInt,
        at -> BigInt,
    }
}

diesel::table! {
    chat_talk (id) {
        id -> BigInt,
        ticket_id -> BigInt,
        channel_id -> BigInt,
        began_at -> BigInt,
        said_at -> BigInt,
        answered_at -> BigInt,
        answer_id -> BigInt,
        spoke_at -> BigInt,
        left_at -> BigInt,
        reminded_at -> BigInt,
        ended_at -> BigInt,
        ending -> Text,
        leaves_after -> BigInt,
        idle_after -> BigInt,
        ends_after -> BigInt,
    }
}

diesel::table! {
    side_task (id) {
        id -> BigInt,
        public_id -> Text,
        ticket_id -> BigInt,
        clock_id -> BigInt,
        name -> Text,
        address -> Text,
        secret -> Text,
        question -> Text,
        lang -> Text,
        state -> Text,
        asked_by -> BigInt,
        asked_at -> BigInt,
        answered_at -> BigInt,
        answer -> Text,
        sent -> Text,
        sent_reason -> Text,
    }
}

diesel::table! {
    letter (id) {
        id -> BigInt,
        public_id -> Text,
        entry_id -> BigInt,
        ticket_id -> BigInt,
        channel_id -> BigInt,
        identity_id -> BigInt,
        way -> Text,
        year -> Integer,
        serial -> BigInt,
        number -> Text,
        name -> Text,
        address -> Text,
        their_number -> Text,
        their_date -> Text,
        postmark -> Text,
        dated -> Text,
        day -> Text,
        state -> Text,
        at -> BigInt,
        ended_at -> BigInt,
        tracking -> Text,
        reason -> Text,
        sheet -> Text,
        pdf -> Text,
    }
}

diesel::table! {
    paper (id) {
        id -> BigInt,
        public_id -> Text,
        channel_id -> BigInt,
        key -> Text,
        received -> Text,
        note -> Text,
        reason -> Text,
        put_at -> BigInt,
        put_by -> BigInt,
        state -> Text,
        letter_id -> BigInt,
        ended_at -> BigInt,
    }
}

diesel::table! {
    paper_file (id) {
        id -> BigInt,
        paper_id -> BigInt,
        name -> Text,
        media_type -> Text,
        size -> BigInt,
        blob -> Text,
    }
}

diesel::table! {
    letter_seq (channel_id, way, year) {
        channel_id -> BigInt,
        way -> Text,
        year -> Integer,
        next -> BigInt,
    }
}

diesel::table! {
    linked_ticket (ticket_id, other_id) {
        ticket_id -> BigInt,
        other_id -> BigInt,
        kind -> Text,
        at -> BigInt,
    }
}

diesel::allow_tables_to_appear_in_same_query!(linked_ticket, ticket);

diesel::table! {
    mass_answer (id) {
        id -> BigInt,
        public_id -> Text,
        problem_id -> BigInt,
        key -> Text,
        actor_kind -> Text,
        actor_id -> BigInt,
        text -> Text,
        state -> Text,
        created_at -> BigInt,
    }
}

diesel::table! {
    mass_answer_ticket (mass_answer_id, ticket_id) {
        mass_answer_id -> BigInt,
        ticket_id -> BigInt,
        fate -> Text,
        reason -> Text,
    }
}

diesel::allow_tables_to_appear_in_same_query!(mass_answer_ticket, ticket);
diesel::allow_tables_to_appear_in_same_query!(chat_talk, entry);
diesel::allow_tables_to_appear_in_same_query!(letter, ticket);
diesel::allow_tables_to_appear_in_same_query!(paper, notice);
diesel::allow_tables_to_appear_in_same_query!(paper, ticket);
diesel::allow_tables_to_appear_in_same_query!(letter, delivery);
diesel::allow_tables_to_appear_in_same_query!(letter, identity);

diesel::table! {
    client_distinct (low_id, high_id) {
        low_id -> BigInt,
        high_id -> BigInt,
        at -> BigInt,
        actor_kind -> Text,
        actor_id -> BigInt,
    }
}

diesel::table! {
    identity (id) {
        id -> BigInt,
        client_id -> BigInt,
        kind -> Text,
        value -> Text,
        name -> Text,
        verified -> Text,
        created_at -> BigInt,
    }
}

diesel::table! {
    acknowledged (identity_id, at, ticket_id) {
        identity_id -> BigInt,
        at -> BigInt,
        ticket_id -> BigInt,
    }
}

diesel::table! {
    ticket (id) {
        id -> BigInt,
        public_id -> Text,
        number_year -> Integer,
        number_serial -> BigInt,
        brand_id -> BigInt,
        channel_id -> BigInt,
        client_id -> BigInt,
        identity_id -> BigInt,
        team_id -> Nullable<BigInt>,
        assignee_id -> Nullable<BigInt>,
        kind -> Text,
        state -> Text,
        priority -> Text,
        topic -> Text,
        title -> Text,
        lang -> Text,
        outcome -> Nullable<Text>,
        occurred_at -> BigInt,
        created_at -> BigInt,
        updated_at -> BigInt,
        closes_at -> BigInt,
        version -> BigInt,
        last_seq -> BigInt,
        lead_due -> BigInt,
        told_due -> BigInt,
        merged_into -> Nullable<BigInt>,
        related_to -> Nullable<BigInt>,
        last_words -> Text,
        last_speaker -> Text,
        link_secret -> Text,
        resolved_at -> BigInt,
    }
}

diesel::table! {
    ticket_tag (ticket_id, tag) {
        ticket_id -> BigInt,
        tag -> Text,
    }
}

diesel::table! {
    participant (ticket_id, identity_id) {
        ticket_id -> BigInt,
        identity_id -> BigInt,
    }
}

diesel::table! {
    entry (id) {
        id -> BigInt,
        public_id -> Text,
        ticket_id -> BigInt,
        seq -> BigInt,
        kind -> Text,
        occurred_at -> BigInt,
        recorded_at -> BigInt,
        actor_kind -> Text,
        actor_id -> BigInt,
        channel_id -> Nullable<BigInt>,
        code -> Text,
        params -> Text,
        preview -> Text,
        raw -> Text,
        trace -> Text,
    }
}

diesel::table! {
    body (entry_id) {
        entry_id -> BigInt,
        text -> Text,
        visible -> BigInt,
        html -> Text,
        remote_images -> BigInt,
    }
}

diesel::table! {
    attachment (id) {
        id -> BigInt,
        public_id -> Text,
        entry_id -> BigInt,
        name -> Text,
        media_type -> Text,
        size -> BigInt,
        blob -> Text,
        start -> BigInt,
        length -> BigInt,
        encoding -> Text,
        content_id -> Text,
        inline -> Bool,
        wanted -> Text,
        lost -> Text,
    }
}

diesel::table! {
    blob (hash) {
        hash -> Text,
        size -> BigInt,
        coding -> Text,
        data -> Nullable<Binary>,
        created_at -> BigInt,
    }
}

diesel::table! {
    thread_ref (key) {
        key -> Text,
        ticket_id -> BigInt,
        entry_id -> BigInt,
    }
}

diesel::table! {
    ledger (id) {
        id -> BigInt,
        channel_id -> BigInt,
        seen_at -> BigInt,
        fate -> Text,
        reason -> Text,
        key -> Text,
        ticket_id -> Nullable<BigInt>,
        entry_id -> Nullable<BigInt>,
        size -> BigInt,
        node -> Text,
        trace -> Text,
    }
}

diesel::table! {
    door_count (channel_id, node) {
        channel_id -> BigInt,
        node -> Text,
        seen -> BigInt,
    }
}

diesel::table! {
    message_key (channel_id, key) {
        channel_id -> BigInt,
        key -> Text,
        ticket_id -> Nullable<BigInt>,
        entry_id -> Nullable<BigInt>,
    }
}

diesel::table! {
    quarantine (id) {
        id -> BigInt,
        public_id -> Text,
        channel_id -> BigInt,
        ledger_id -> BigInt,
        arrived_at -> BigInt,
        reason -> Text,
        sender -> Text,
        title -> Text,
        raw -> Text,
        state -> Text,
        decided_by -> Nullable<BigInt>,
        decided_at -> BigInt,
        decision -> Text,
    }
}

diesel::table! {
    saved_view (id) {
        id -> BigInt,
        public_id -> Text,
        owner_id -> BigInt,
        name -> Text,
        shared -> Bool,
        position -> BigInt,
        filter -> Text,
        created_at -> BigInt,
        version -> BigInt,
    }
}

diesel::table! {
    tag (name) {
        name -> Text,
        folded -> Text,
    }
}

diesel::table! {
    ticket_field (ticket_id, field) {
        ticket_id -> BigInt,
        field -> Text,
        value -> Text,
        sort_key -> BigInt,
    }
}

diesel::table! {
    ticket_seen (operator_id, ticket_id) {
        operator_id -> BigInt,
        ticket_id -> BigInt,
        seq -> BigInt,
    }
}

diesel::table! {
    clock (id) {
        id -> BigInt,
        ticket_id -> BigInt,
        kind -> Text,
        policy_id -> Nullable<BigInt>,
        calendar_id -> BigInt,
        target -> Text,
        started_at -> BigInt,
        due -> BigInt,
        preliminary -> Bool,
        verdict -> Text,
        stopped_at -> BigInt,
        next_at -> BigInt,
        breach_recorded -> Bool,
        given -> Nullable<BigInt>,
        about -> Text,
        entry_id -> Nullable<BigInt>,
        excuse -> Text,
        excused -> Bool,
        warn_at -> BigInt,
        stop_entry_id -> Nullable<BigInt>,
        stop_recorded_at -> Nullable<BigInt>,
        worked -> Nullable<BigInt>,
        waited -> Nullable<BigInt>,
        runs_in -> Nullable<BigInt>,
    }
}

diesel::table! {
    notice (id) {
        id -> BigInt,
        public_id -> Text,
        operator_id -> BigInt,
        address -> Text,
        ticket_id -> BigInt,
        clock_id -> BigInt,
        kind -> Text,
        entry_id -> BigInt,
        due -> BigInt,
        at -> BigInt,
        urgent -> Bool,
        shown_from -> BigInt,
        seen_at -> BigInt,
        mailed_at -> BigInt,
        created_at -> BigInt,
        delivery_id -> Nullable<BigInt>,
        paper_id -> Nullable<BigInt>,
    }
}

diesel::table! {
    calendar_feed (id) {
        id -> BigInt,
        calendar -> Text,
        url -> Text,
        every_days -> Integer,
        tried_at -> BigInt,
        problem -> Text,
    }
}

diesel::table! {
    calendar_update (id) {
        id -> BigInt,
        public_id -> Text,
        calendar -> Text,
        source -> Text,
        digest -> Text,
        announced -> Text,
        state -> Text,
        created_at -> BigInt,
        updated_at -> BigInt,
        actor_kind -> Text,
        actor_id -> BigInt,
        why -> Text,
    }
}

diesel::table! {
    recount (id) {
        id -> BigInt,
        public_id -> Text,
        what -> Text,
        about -> Text,
        state -> Text,
        total -> BigInt,
        done -> BigInt,
        moved -> BigInt,
        flipped -> BigInt,
        after_ticket -> BigInt,
        created_at -> BigInt,
        updated_at -> BigInt,
        actor_kind -> Text,
        actor_id -> BigInt,
        why -> Text,
    }
}

diesel::table! {
    told (id) {
        id -> BigInt,
        ticket_id -> BigInt,
        clock_id -> BigInt,
        due -> BigInt,
        told_at -> BigInt,
        entry_id -> BigInt,
        suspended -> Bool,
    }
}

diesel::table! {
    clock_step (id) {
        id -> BigInt,
        clock_id -> BigInt,
        kind -> Text,
        at -> BigInt,
        recorded_at -> BigInt,
        entry_id -> Nullable<BigInt>,
        reason -> Text,
        retarget -> Text,
    }
}

diesel::table! {
    delivery (id) {
        id -> BigInt,
        entry_id -> BigInt,
        ticket_id -> BigInt,
        channel_id -> BigInt,
        identity_id -> BigInt,
        external_id -> Text,
        fate -> Text,
        attempts -> Integer,
        status -> Text,
        reason -> Text,
        updated_at -> BigInt,
    }
}

diesel::table! {
    job (id) {
        id -> BigInt,
        kind -> Text,
        subject -> BigInt,
        run_at -> BigInt,
        attempts -> Integer,
        dead -> Bool,
        created_at -> BigInt,
        leased_until -> BigInt,
        node -> Text,
        last_error -> Text,
        trace -> Text,
    }
}

diesel::table! {
    event (id) {
        id -> BigInt,
        at -> BigInt,
        kind -> Text,
        version -> Integer,
        ticket_id -> Nullable<BigInt>,
        payload -> Text,
    }
}

diesel::table! {
    session (token_hash) {
        token_hash -> Text,
        operator_id -> BigInt,
        csrf -> Text,
        created_at -> BigInt,
        seen_at -> BigInt,
        expires_at -> BigInt,
        address -> Text,
        agent -> Text,
    }
}

diesel::table! {
    api_token (id) {
        id -> BigInt,
        public_id -> Text,
        token_hash -> Text,
        name -> Text,
        scopes -> Text,
        created_at -> BigInt,
        expires_at -> BigInt,
        revoked_at -> BigInt,
    }
}

diesel::table! {
    login_failure (id) {
        id -> BigInt,
        subject -> Text,
        at -> BigInt,
    }
}

diesel::table! {
    idempotency (scope) {
        scope -> Text,
        request_hash -> Text,
        status -> Integer,
        answer -> Text,
        created_at -> BigInt,
    }
}

diesel::table! {
    audit (id) {
        id -> BigInt,
        at -> BigInt,
        actor_kind -> Text,
        actor_id -> BigInt,
        action -> Text,
        subject -> Text,
        detail -> Text,
    }
}

diesel::table! {
    consent_text (hash) {
        hash -> Text,
        text -> Text,
        created_at -> BigInt,
    }
}

diesel::table! {
    consent (id) {
        id -> BigInt,
        client_id -> BigInt,
        ticket_id -> BigInt,
        channel_id -> BigInt,
        version -> Text,
        lang -> Text,
        text_hash -> Text,
        given_at -> BigInt,
    }
}

diesel::table! {
    held_answer (entry_id) {
        entry_id -> BigInt,
        ticket_id -> BigInt,
        delivery_id -> BigInt,
        actor_kind -> Text,
        actor_id -> BigInt,
        at -> BigInt,
        until -> BigInt,
        before -> Text,
    }
}

diesel::table! {
    draft (ticket_id, operator_id, kind) {
        ticket_id -> BigInt,
        operator_id -> BigInt,
        kind -> Text,
        text -> Text,
        updated_at -> BigInt,
    }
}

diesel::table! {
    draft_file (id) {
        id -> BigInt,
        public_id -> Text,
        ticket_id -> BigInt,
        operator_id -> BigInt,
        kind -> Text,
        name -> Text,
        media_type -> Text,
        size -> BigInt,
        blob -> Text,
        created_at -> BigInt,
    }
}

diesel::table! {
    ticket_merge (id) {
        id -> BigInt,
        absorbed_id -> BigInt,
        survivor_id -> BigInt,
        entry_id -> BigInt,
        at -> BigInt,
        doc -> Text,
        undone_at -> BigInt,
    }
}

diesel::table! {
    account_link (id) {
        id -> BigInt,
        operator_id -> BigInt,
        purpose -> Text,
        token_hash -> Text,
        asked_by -> Nullable<BigInt>,
        created_at -> BigInt,
        expires_at -> BigInt,
        ended_at -> BigInt,
        fate -> Text,
        reason -> Text,
    }
}

diesel::table! {
    webhook (id) {
        id -> BigInt,
        public_id -> Text,
        name -> Text,
        url -> Text,
        secret_env -> Text,
        events -> Text,
        enabled -> Bool,
        cursor -> BigInt,
        failing_since -> BigInt,
        retry_at -> BigInt,
        problem -> Text,
        version -> BigInt,
        updated_at -> BigInt,
    }
}

diesel::table! {
    webhook_delivery (id) {
        id -> BigInt,
        webhook_id -> BigInt,
        event_id -> BigInt,
        ticket_id -> BigInt,
        kind -> Text,
        fate -> Text,
        attempts -> Integer,
        status -> Integer,
        reason -> Text,
        created_at -> BigInt,
        tried_at -> BigInt,
    }
}

diesel::allow_tables_to_appear_in_same_query!(held_answer, entry);

diesel::allow_tables_to_appear_in_same_query!(
    id_block,
    number_seq,
    setting,
    brand,
    team,
    operator,
    team_member,
    absence,
    calendar,
    calendar_feed,
    calendar_update,
    policy,
    channel,
    channel_state,
    source_lease,
    client,
    client_wish,
    client_claim,
    client_merge,
    identity,
    acknowledged,
    ticket,
    ticket_tag,
    participant,
    entry,
    body,
    attachment,
    blob,
    thread_ref,
    ledger,
    door_count,
    message_key,
    quarantine,
    saved_view,
    tag,
    ticket_field,
    ticket_seen,
    clock,
    clock_step,
    recount,
    told,
    delivery,
    job,
    event,
    session,
    api_token,
    login_failure,
    idempotency,
    audit,
    consent_text,
    consent,
    notice,
);
